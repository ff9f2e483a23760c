<%inherit file="layout.mako"/>
<%namespace name="say" file="parts.mako"/>
<%namespace name="common" file="common.mako"/>
<%def name="subject()">Votre mot de passe a été changé</%def>
<%def name="sms()">${head.name} : votre mot de passe a été changé. Ce n’est pas vous ? Appelez tout de suite le ${head.phone}.</%def>
<%say:p>Bonjour,</%say:p>
<%say:p>Le mot de passe de votre espace vient d’être changé. Vos autres appareils ont été déconnectés.</%say:p>
${say.facts([("Date", when)])}
${common.not_you()}
