<%inherit file="layout.mako"/>
<%namespace name="say" file="parts.mako"/>
<%namespace name="common" file="common.mako"/>
<%def name="subject()">Votre espace a été supprimé</%def>
<%def name="sms()">${head.name} : votre espace en ligne a été supprimé. Ce n’est pas vous ? Appelez tout de suite le ${head.phone}.</%def>
<%say:p>Bonjour,</%say:p>
<%say:p>Votre espace en ligne a été supprimé, comme demandé. Vos contrats et vos remboursements continuent : seul l’accès en ligne est fermé.</%say:p>
${say.facts([("Date", when)])}
<%say:p>Vous pourrez en ouvrir un autre quand vous voudrez, en tapant vous-même l’adresse du site dans votre navigateur.</%say:p>
<%say:p>Si ce n’est pas vous qui l’avez demandé, appelez-nous tout de suite au ${head.phone | n,tel}.</%say:p>
