${head.name}

${subject_line}

${next.body()}\
--
${head.name} ne vous demande jamais votre mot de passe ni un code, que ce soit par téléphone, par SMS ou par e-mail.
Une question${" ?" | set_spaces} Appelez-nous au ${head.phone | tel}. ${head.phone_note}
Ce message est envoyé automatiquement, merci de ne pas y répondre.
${head.legal_name}
