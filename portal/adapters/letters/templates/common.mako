<%namespace name="say" file="parts.mako"/>
<%def name="never_share()"><%say:p>Ne donnez ce code à personne, pas même à un conseiller : nous ne vous le demanderons jamais.</%say:p></%def>
<%def name="by_oneself()"><%say:p>Pour ouvrir votre espace, tapez vous-même son adresse dans votre navigateur : par sécurité, ce message ne contient aucun lien vers la page de connexion.</%say:p></%def>
<%def name="not_you()"><%say:p>Si ce n’est pas vous, appelez-nous tout de suite au ${head.phone | n,tel}. Ouvrez aussi votre espace en tapant vous-même son adresse dans votre navigateur, et changez votre mot de passe dans la page Sécurité. Ce message ne contient aucun lien, par sécurité.</%say:p></%def>
<%def name="hello(name)"><%say:p>Bonjour${" " if name else ""}${name},</%say:p></%def>
