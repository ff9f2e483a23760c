<%inherit file="layout.mako"/>
<%namespace name="say" file="parts.mako"/>
<%namespace name="common" file="common.mako"/>
<%def name="subject()">Votre code de connexion</%def>
<%def name="sms()">${head.name} : ${code} est votre code de connexion, valable ${minutes} min. Ne le donnez à personne. Ce n’est pas vous ? ${head.phone}</%def>
<%say:p>Voici le code qui termine votre connexion. Tapez-le dans la page que vous avez ouverte.</%say:p>
${say.code(code)}
<%say:p>Il est valable ${count(minutes, "minute")} et ne sert qu’une fois.</%say:p>
${common.never_share()}
${common.not_you()}
