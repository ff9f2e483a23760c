<%inherit file="layout.mako"/>
<%namespace name="say" file="parts.mako"/>
<%namespace name="common" file="common.mako"/>
<%def name="subject()">Votre message est bien arrivé</%def>
<%def name="sms()">${head.name} : votre message ${reference} est bien arrivé. Réponse au plus tard le ${when}.</%def>
<%say:p>Bonjour,</%say:p>
<%say:p>Votre message est bien arrivé. Un conseiller vous répondra dans votre espace, à la page Messages.</%say:p>
${say.facts([("Référence", reference), ("Réponse au plus tard le", when)])}
<%say:p>Par sécurité, ce message ne reprend pas ce que vous avez écrit.</%say:p>
${common.by_oneself()}
