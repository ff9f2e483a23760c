<%inherit file="layout.mako"/>
<%namespace name="say" file="parts.mako"/>
<%namespace name="common" file="common.mako"/>
<%def name="subject()">Votre rendez-vous est annulé</%def>
<%def name="sms()">${head.name} : le rendez-vous ${reference} du ${when} est annulé.</%def>
<%say:p>Bonjour,</%say:p>
<%say:p>Ce rendez-vous est annulé : nous ne vous appellerons pas.</%say:p>
${say.facts([("Quoi", what), ("Quand", when), ("Durée", count(minutes, "minute")), ("Référence", reference)])}
<%say:p>Le fichier joint à ce message met votre agenda à jour.</%say:p>
<%say:p>Pour en choisir un autre, ouvrez notre site, ou appelez-nous au ${head.phone | n,tel}.</%say:p>
