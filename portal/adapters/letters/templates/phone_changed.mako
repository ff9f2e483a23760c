<%inherit file="layout.mako"/>
<%namespace name="say" file="parts.mako"/>
<%namespace name="common" file="common.mako"/>
<%def name="subject()">Votre numéro de téléphone a été changé</%def>
<%def name="sms()">${head.name} : le téléphone de votre espace a été changé. Ce n’est pas vous ? Appelez tout de suite le ${head.phone}.</%def>
<%say:p>Bonjour,</%say:p>
<%say:p>Le numéro de téléphone de votre espace vient d’être changé. C’est au nouveau numéro que nous enverrons vos codes.</%say:p>
${say.facts([("Nouveau numéro", masked), ("Date", when)])}
${common.not_you()}
