<%inherit file="layout.mako"/>
<%namespace name="say" file="parts.mako"/>
<%namespace name="common" file="common.mako"/>
<%def name="subject()">Votre rendez-vous est déplacé</%def>
<%def name="sms()">${head.name} : nouveau moment, le ${when}, référence ${reference}.</%def>
<%say:p>Bonjour,</%say:p>
<%say:p>Voici le nouveau moment de votre rendez-vous. Il remplace l’ancien.</%say:p>
${say.facts([("Quoi", what), ("Quand", when), ("Durée", count(minutes, "minute")), ("Référence", reference)])}
<%say:p>Le fichier joint à ce message met votre agenda à jour.</%say:p>
<%say:p>Pour déplacer ou annuler ce rendez-vous, ouvrez la page Rendez-vous de votre espace.</%say:p>
${common.by_oneself()}
<%say:p>Au téléphone, nous ne vous demanderons jamais votre mot de passe ni un code de connexion.</%say:p>
