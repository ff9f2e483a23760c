<%inherit file="layout.mako"/>
<%namespace name="say" file="parts.mako"/>
<%namespace name="common" file="common.mako"/>
<%def name="subject()">Plusieurs essais de connexion ont échoué</%def>
<%def name="sms()">${head.name} : plusieurs essais de connexion à votre espace ont échoué. Ce n’est pas vous ? Appelez le ${head.phone}.</%def>
<%say:p>Bonjour,</%say:p>
<%say:p>Quelqu’un a tapé plusieurs fois un mauvais mot de passe pour ouvrir votre espace. Par sécurité, il faut attendre ${count(minutes, "minute")} avant de réessayer.</%say:p>
${say.facts([("Date", when)])}
<%say:p>Si c’est vous, vous pouvez choisir un nouveau mot de passe depuis la page de connexion.</%say:p>
${common.not_you()}
