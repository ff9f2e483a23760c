<%def name="p()">\
${capture(caller.body) | n,one_line,set_spaces}

</%def>
<%def name="code(digits)">\
    ${digits}

</%def>
<%def name="button(label, address)">\
${label}${" :" | set_spaces}
${address}

</%def>
<%def name="facts(rows)">\
% for label, value in rows:
- ${label}${" :" | set_spaces} ${value}
% endfor

</%def>
