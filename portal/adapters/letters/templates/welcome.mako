<%inherit file="layout.mako"/>
<%namespace name="say" file="parts.mako"/>
<%namespace name="common" file="common.mako"/>
<%def name="subject()">Votre espace est ouvert</%def>
<%def name="sms()">${head.name} : votre espace adhérent est ouvert. Ce n’est pas vous ? Appelez le ${head.phone}.</%def>
${common.hello(first_name)}
<%say:p>Votre espace adhérent est ouvert. Vous y retrouvez vos remboursements et vos contrats, à toute heure.</%say:p>
${common.by_oneself()}
<%say:p>Si ce n’est pas vous qui l’avez ouvert, appelez-nous tout de suite au ${head.phone | n,tel}.</%say:p>
