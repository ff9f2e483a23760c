<%inherit file="layout.mako"/>
<%namespace name="say" file="parts.mako"/>
<%namespace name="common" file="common.mako"/>
<%def name="subject()">Votre code d’activation</%def>
<%def name="sms()">${head.name} : ${code} est votre code d’activation, valable ${minutes} min. Ne le donnez à personne.</%def>
<%say:p>Voici le code qui active votre espace. Tapez-le dans la page d’inscription que vous avez ouverte.</%say:p>
${say.code(code)}
<%say:p>Il est valable ${count(minutes, "minute")} et ne sert qu’une fois.</%say:p>
${common.never_share()}
<%say:p>Si ce n’est pas vous qui l’avez demandé, ignorez ce message : sans ce code, aucun espace n’est ouvert.</%say:p>
