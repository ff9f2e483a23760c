<%inherit file="layout.mako"/>
<%namespace name="say" file="parts.mako"/>
<%namespace name="common" file="common.mako"/>
<%def name="subject()">Nous allons vous rappeler</%def>
<%def name="sms()">${head.name} : nous vous appellerons le ${when}, référence ${reference}.</%def>
<%say:p>Bonjour,</%say:p>
<%say:p>Votre créneau est réservé. Un conseiller vous appellera au numéro que vous avez donné.</%say:p>
${say.facts([("Quoi", what), ("Quand", when), ("Durée", count(minutes, "minute")), ("Référence", reference)])}
<%say:p>Pour l’ajouter à votre agenda, ouvrez le fichier joint à ce message.</%say:p>
${say.button("Déplacer ou annuler", link)}
<%say:p>Toute personne qui a ce lien peut déplacer ou annuler ce rappel : gardez-le pour vous.</%say:p>
<%say:p>Au téléphone, nous ne vous demanderons jamais votre mot de passe ni un code de connexion.</%say:p>
