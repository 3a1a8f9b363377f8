{{/* NOTES of a chart. Takes root, port (none: the operator), tests: whether there is a pod for `helm test`. */}}
{{- define "lib.notes" -}}
{{- $root := .root -}}
{{- $name := include "lib.fullname" $root -}}
{{ $root.Chart.Name }} {{ $root.Chart.AppVersion }} is in namespace {{ $root.Release.Namespace }}:

  kubectl -n {{ $root.Release.Namespace }} rollout status deployment/{{ $name }}
{{- if .tests }}
  helm -n {{ $root.Release.Namespace }} test {{ $root.Release.Name }}
{{- end }}
{{- if .port }}

From this machine:

  kubectl -n {{ $root.Release.Namespace }} port-forward service/{{ $name }} {{ .port }}
  curl -i {{ .scheme | default "http" }}://localhost:{{ .port }}/health
{{- end }}
{{- end }}
