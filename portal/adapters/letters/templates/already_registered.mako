<%inherit file="layout.mako"/>
<%namespace name="say" file="parts.mako"/>
<%namespace name="common" file="common.mako"/>
<%def name="subject()">Vous avez déjà un espace</%def>
<%def name="sms()">${head.name} : vous avez déjà un espace adhérent. Ce n’était pas vous ? Appelez le ${head.phone}.</%def>
${common.hello(first_name)}
<%say:p>Une inscription vient d’être demandée avec vos informations, mais vous avez déjà un espace : rien n’a été changé.</%say:p>
<%say:p>Connectez-vous avec l’adresse e-mail à laquelle vous lisez ce message. Si vous ne savez plus votre mot de passe, la page de connexion permet d’en choisir un autre.</%say:p>
${common.by_oneself()}
<%say:p>Si ce n’est pas vous qui avez demandé cette inscription, appelez-nous au ${head.phone | n,tel}.</%say:p>
