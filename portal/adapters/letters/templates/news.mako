<%inherit file="layout.mako"/>
<%namespace name="say" file="parts.mako"/>
<%namespace name="common" file="common.mako"/>
<%def name="subject()">Du nouveau dans votre espace</%def>
<%def name="sms()">${head.name} : du nouveau dans votre espace (${topic_label}).</%def>
<%say:p>Bonjour,</%say:p>
<%say:p>Quelque chose de nouveau vous attend dans votre espace.</%say:p>
${say.facts([("Sujet", topic_label)])}
${common.by_oneself()}
<%say:p>Vous choisissez ce que nous vous écrivons dans la page Préférences de votre profil.</%say:p>
