<%inherit file="layout.mako"/>
<%namespace name="say" file="parts.mako"/>
<%namespace name="common" file="common.mako"/>
<%def name="subject()">Votre adresse e-mail a été changée</%def>
<%def name="sms()">${head.name} : l’adresse e-mail de votre espace a été changée. Ce n’est pas vous ? Appelez tout de suite le ${head.phone}.</%def>
<%say:p>Bonjour,</%say:p>
<%say:p>L’adresse e-mail de votre espace vient d’être changée. Nous vous écrirons désormais à la nouvelle, et c’est elle qui sert à vous connecter.</%say:p>
${say.facts([("Nouvelle adresse", masked), ("Date", when)])}
${common.not_you()}
