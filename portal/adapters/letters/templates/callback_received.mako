<%inherit file="layout.mako"/>
<%namespace name="say" file="parts.mako"/>
<%namespace name="common" file="common.mako"/>
<%def name="subject()">Votre demande de rappel est enregistrée</%def>
<%def name="sms()">${head.name} : votre demande de rappel ${reference} est enregistrée. Un conseiller vous appellera.</%def>
<%say:p>Bonjour,</%say:p>
<%say:p>Votre demande de rappel est enregistrée. Un conseiller vous appellera au numéro que vous avez donné.</%say:p>
${say.facts([("Référence", reference)])}
<%say:p>Au téléphone, nous ne vous demanderons jamais votre mot de passe ni un code de connexion.</%say:p>
