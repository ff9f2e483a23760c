<%inherit file="layout.mako"/>
<%namespace name="say" file="parts.mako"/>
<%namespace name="common" file="common.mako"/>
<%def name="subject()">Votre rendez-vous approche</%def>
<%def name="sms()">${head.name} : rendez-vous le ${when}, référence ${reference}.</%def>
<%say:p>Bonjour,</%say:p>
<%say:p>Nous vous rappelons votre rendez-vous avec un conseiller.</%say:p>
${say.facts([("Quoi", what), ("Quand", when), ("Durée", count(minutes, "minute")), ("Référence", reference)])}
<%say:p>Pour déplacer ou annuler ce rendez-vous, ouvrez la page Rendez-vous de votre espace.</%say:p>
${common.by_oneself()}
<%say:p>Au téléphone, nous ne vous demanderons jamais votre mot de passe ni un code de connexion.</%say:p>
