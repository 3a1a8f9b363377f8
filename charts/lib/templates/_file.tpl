{{/* The volume with one file of a Secret or a ConfigMap: (list <volume> <file> <reference>), where the reference is
     {secretKeyRef: {name, key}} or {configMapKeyRef: {name, key}}. */}}
{{- define "lib.fileVolume" -}}
{{- $file := index . 1 -}}
- name: {{ index . 0 }}
  {{- with (index . 2).secretKeyRef }}
  secret: {secretName: {{ .name }}, items: [{key: {{ .key }}, path: {{ $file }}}]}
  {{- end }}
  {{- with (index . 2).configMapKeyRef }}
  configMap: {name: {{ .name }}, items: [{key: {{ .key }}, path: {{ $file }}}]}
  {{- end }}
{{- end }}

{{/* (list <volume> <directory>) */}}
{{- define "lib.fileMount" -}}
- {name: {{ index . 0 }}, mountPath: {{ index . 1 }}, readOnly: true}
{{- end }}

{{/* The volume and the mount of a CA from a Secret, at /etc/tigrit/<of>/ca.crt; nothing if caSecret has no name.
     Takes (list of caSecret). */}}
{{- define "lib.caVolume" -}}
{{- if (index . 1).name }}
{{- include "lib.fileVolume" (list (printf "%s-ca" (index . 0)) "ca.crt" (dict "secretKeyRef" (index . 1))) }}
{{- end }}
{{- end }}

{{- define "lib.caMount" -}}
{{- if (index . 1).name }}
{{- include "lib.fileMount" (list (printf "%s-ca" (index . 0)) (printf "/etc/tigrit/%s" (index . 0))) }}
{{- end }}
{{- end }}
