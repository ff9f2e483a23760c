<%inherit file="layout.mako"/>
<%namespace name="say" file="parts.mako"/>
<%namespace name="common" file="common.mako"/>
<%def name="subject()">Connexion depuis un nouvel appareil</%def>
<%def name="sms()">${head.name} : connexion à votre espace depuis un nouvel appareil. Ce n’est pas vous ? Appelez tout de suite le ${head.phone}.</%def>
<%say:p>Bonjour,</%say:p>
<%say:p>Votre espace vient d’être ouvert depuis un appareil que nous ne connaissions pas. Si c’est vous, il n’y a rien à faire.</%say:p>
${say.facts([("Appareil", device), ("Adresse du réseau", network), ("Date", when)])}
${common.not_you()}
