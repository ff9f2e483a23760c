<%inherit file="layout.mako"/>
<%namespace name="say" file="parts.mako"/>
<%namespace name="common" file="common.mako"/>
<%def name="subject()">Votre signalement est enregistré</%def>
<%def name="sms()">${head.name} : votre signalement ${reference} est enregistré. Vos appareils sont déconnectés. Une question ? ${head.phone}</%def>
<%say:p>Bonjour,</%say:p>
<%say:p>Vous nous avez dit qu’une connexion n’était pas la vôtre. Tous vos appareils ont été déconnectés, et votre ancien mot de passe ne sert plus.</%say:p>
${say.facts([("Référence", reference)])}
<%say:p>Un conseiller reprend votre signalement. Pour retrouver votre espace, tapez vous-même son adresse dans votre navigateur, puis demandez un nouveau mot de passe depuis la page de connexion.</%say:p>
<%say:p>Si ce n’est pas vous qui avez fait ce signalement, appelez-nous tout de suite au ${head.phone | n,tel}.</%say:p>
