<%inherit file="layout.mako"/>
<%namespace name="say" file="parts.mako"/>
<%namespace name="common" file="common.mako"/>
<%def name="subject()">Vos moyens de connexion ont changé</%def>
<%def name="sms()">${head.name} : vos moyens de connexion ont changé. Ce n’est pas vous ? Appelez tout de suite le ${head.phone}.</%def>
<%say:p>Bonjour,</%say:p>
<%say:p>Un moyen de vous connecter à votre espace vient d’être changé.</%say:p>
${say.facts([("Changement", what), ("Date", when)])}
${common.not_you()}
