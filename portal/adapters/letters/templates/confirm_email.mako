<%inherit file="layout.mako"/>
<%namespace name="say" file="parts.mako"/>
<%namespace name="common" file="common.mako"/>
<%def name="subject()">Confirmez votre adresse e-mail</%def>
<%def name="sms()">${head.name} : un message vous attend à votre adresse e-mail, pour la confirmer.</%def>
${common.hello(first_name)}
<%say:p>Il reste à vérifier que cette adresse est bien la vôtre : c’est ici que nous vous écrirons.</%say:p>
${say.button("Confirmer mon adresse", link)}
<%say:p>Ce lien est valable ${count(hours, "heure")} et ne sert qu’une fois.</%say:p>
<%say:p>Si ce n’est pas vous qui avez ouvert un espace, ne suivez pas ce lien et appelez-nous au ${head.phone | n,tel}.</%say:p>
