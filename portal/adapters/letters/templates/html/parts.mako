<%def name="p()"><p class="ink" style="margin:0 0 16px;color:#1c2321">${capture(caller.body).strip() | n,set_spaces}</p>
</%def>
<%def name="code(digits)"><p class="soft ink" style="margin:0 0 16px;padding:16px;border:1px solid #b9c6c2;border-radius:12px;background:#eef3f1;color:#1c2321;font-size:32px;font-weight:700;letter-spacing:0.18em;text-align:center;font-variant-numeric:tabular-nums">${digits}</p>
</%def>
<%def name="button(label, address)"><p style="margin:0 0 16px"><span class="button" style="display:inline-block;border-radius:999px;background:${head.accent}"><a href="${address}" style="display:inline-block;padding:14px 28px;color:#ffffff;font-weight:700;text-decoration:none"><span class="button">${label}</span></a></span></p>
<p class="muted" style="margin:0 0 16px;font-size:15px;color:#4f5a57">Si le bouton ne répond pas, copiez cette adresse dans votre navigateur${" :" | set_spaces}<br><a class="link" href="${address}" style="color:${head.accent};word-break:break-all">${address}</a></p>
</%def>
<%def name="facts(rows)"><dl class="soft" style="margin:0 0 16px;padding:16px 20px;border:1px solid #d8dfdc;border-radius:12px;background:#f3f5f4">
% for label, value in rows:
<dt class="muted" style="font-size:15px;color:#4f5a57">${label}</dt><dd class="fact" style="margin:0 0 8px;font-weight:600;color:#1c2321;overflow-wrap:anywhere">${value}</dd>
% endfor
</dl>
</%def>
