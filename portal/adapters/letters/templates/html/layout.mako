<!DOCTYPE html>
<html lang="fr" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="date=no, address=no, email=no, url=no">
<title>${subject_line}</title>
<style>
:root { color-scheme: light dark; }
@media (prefers-color-scheme: dark) {
  .ground { background: #141716 !important; color: #eef2f0 !important; }
  .sheet { background: #1e2322 !important; border-color: #3a4341 !important; }
  .soft { background: #2a302f !important; border-color: #4a5552 !important; }
  .ink, .fact { color: #eef2f0 !important; }
  .muted { color: #b9c3c0 !important; }
  .brand { color: ${head.accent_dark} !important; }
  .band, .button { background: ${head.accent_dark} !important; }
  .button, .button a { color: #0c1110 !important; }
  .link { color: ${head.accent_dark} !important; }
}
</style>
</head>
<body class="ground" style="margin:0;padding:0;background:#f3f5f4;color:#1c2321;font-family:Figtree,system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:17px;line-height:1.55">
<div class="ground" role="article" aria-roledescription="e-mail" aria-label="${subject_line}" lang="fr" style="background:#f3f5f4;padding:24px 12px">
<div class="sheet" style="max-width:560px;margin:0 auto;background:#ffffff;border:1px solid #d8dfdc;border-radius:16px;overflow:hidden">
<div class="band" style="height:6px;background:${head.accent}"></div>
<div style="padding:28px 28px 12px">
<p class="brand" style="margin:0 0 24px;font-size:18px;font-weight:700;color:${head.accent}">${head.name}</p>
<h1 class="ink" style="margin:0 0 20px;font-size:26px;line-height:1.25;color:#1c2321">${subject_line}</h1>
${next.body()}\
</div>
</div>
<div class="muted" style="max-width:560px;margin:0 auto;padding:20px 28px;font-size:15px;line-height:1.5;color:#4f5a57">
<p style="margin:0 0 12px">${head.name} ne vous demande jamais votre mot de passe ni un code, que ce soit par téléphone, par SMS ou par e-mail.</p>
<p style="margin:0 0 12px">Une question${" ?" | set_spaces} Appelez-nous au <span style="white-space:nowrap">${head.phone}</span>. ${head.phone_note}</p>
<p style="margin:0">Ce message est envoyé automatiquement, merci de ne pas y répondre.<br>${head.legal_name}</p>
</div>
</div>
</body>
</html>
