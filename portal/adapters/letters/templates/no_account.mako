<%inherit file="layout.mako"/>
<%namespace name="say" file="parts.mako"/>
<%namespace name="common" file="common.mako"/>
<%def name="subject()">Aucun espace à cette adresse</%def>
<%def name="sms()">${head.name} : aucun espace adhérent ne correspond à votre demande. Besoin d’aide ? ${head.phone}</%def>
<%say:p>Bonjour,</%say:p>
<%say:p>Un nouveau mot de passe a été demandé pour cette adresse e-mail, mais aucun espace adhérent ne l’utilise.</%say:p>
<%say:p>Si c’est vous, essayez une autre de vos adresses, ou appelez-nous au ${head.phone | n,tel} : nous retrouverons la bonne ensemble.</%say:p>
<%say:p>Si ce n’est pas vous, ignorez ce message : il n’y a rien à faire.</%say:p>
