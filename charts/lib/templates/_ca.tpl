{{/* The volume and the mount of a CA that a Secret holds, at /etc/tigrit/<of>/ca.crt; nothing where none is named.
     Takes (list of caSecret). */}}
{{- define "lib.caVolume" -}}
{{- $of := index . 0 }}
{{- with index . 1 }}
{{- if .name }}
- name: {{ $of }}-ca
  secret: {secretName: {{ .name }}, items: [{key: {{ .key }}, path: ca.crt}]}
{{- end }}
{{- end }}
{{- end }}

{{- define "lib.caMount" -}}
{{- if (index . 1).name }}
- {name: {{ index . 0 }}-ca, mountPath: /etc/tigrit/{{ index . 0 }}, readOnly: true}
{{- end }}
{{- end }}
