<%inherit file="layout.mako"/>
<%namespace name="say" file="parts.mako"/>
<%namespace name="common" file="common.mako"/>
<%def name="subject()">Choisissez un nouveau mot de passe</%def>
<%def name="sms()">${head.name} : un lien pour choisir un nouveau mot de passe vous attend à votre adresse e-mail. Ce n’est pas vous ? ${head.phone}</%def>
<%say:p>Bonjour,</%say:p>
<%say:p>Vous avez demandé à choisir un nouveau mot de passe.</%say:p>
${say.button("Choisir un nouveau mot de passe", link)}
<%say:p>Ce lien est valable ${count(hours, "heure")} et ne sert qu’une fois. Votre mot de passe actuel reste valable tant que vous n’en avez pas choisi un autre.</%say:p>
<%say:p>Si ce n’est pas vous qui l’avez demandé, ne suivez pas ce lien : rien ne changera. En cas de doute, appelez-nous au ${head.phone | n,tel}.</%say:p>
