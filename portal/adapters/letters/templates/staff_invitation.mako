<%inherit file="layout.mako"/>
<%namespace name="say" file="parts.mako"/>
<%namespace name="common" file="common.mako"/>
<%def name="subject()">Votre accès à l’espace de gestion</%def>
<%def name="sms()">${head.name} : un lien pour ouvrir votre accès à l’espace de gestion vous attend à votre adresse e-mail.</%def>
${common.hello(name)}
<%say:p>Un accès à l’espace de gestion vous a été ouvert. Choisissez votre mot de passe ; un second facteur vous sera demandé à la première connexion.</%say:p>
${say.button("Choisir mon mot de passe", link)}
<%say:p>Ce lien est valable ${count(hours, "heure")} et ne sert qu’une fois.</%say:p>
<%say:p>Si vous n’attendiez pas cet accès, ne suivez pas ce lien et prévenez votre administrateur.</%say:p>
