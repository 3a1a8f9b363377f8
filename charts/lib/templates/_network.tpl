{{/* Takes root; ingress and egress: YAML text of additional rules; closed: no egress except that, not even DNS. */}}
{{- define "lib.networkPolicy" -}}
{{- $root := .root -}}
{{- $policy := .root.Values.networkPolicy -}}
{{- if $policy.enabled }}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: {{ include "lib.fullname" $root }}
  labels:
    {{- include "lib.labels" $root | nindent 4 }}
spec:
  podSelector:
    matchLabels:
      {{- include "lib.selectorLabels" $root | nindent 6 }}
  policyTypes: [Ingress, Egress]
  {{- if or .ingress $policy.metricsFrom $policy.ingress }}
  ingress:
    {{- with .ingress }}
    {{- . | nindent 4 }}
    {{- end }}
    {{- with $policy.metricsFrom }}
    - from:
        {{- toYaml . | nindent 8 }}
      ports: [{port: management}]
    {{- end }}
    {{- with $policy.ingress }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  {{- end }}
  {{- if or (not .closed) .egress $policy.egress }}
  egress:
    {{- if not .closed }}
    - ports: [{port: 53, protocol: UDP}, {port: 53, protocol: TCP}]
    {{- end }}
    {{- with .egress }}
    {{- . | nindent 4 }}
    {{- end }}
    {{- with $policy.egress }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  {{- end }}
{{- end }}
{{- end }}

{{/* Egress to the API server, by port only because its address is not known. */}}
{{- define "lib.apiServerEgress" -}}
- ports:
    {{- range .Values.global.apiServerPorts }}
    - {port: {{ . }}}
    {{- end }}
{{- end }}

{{/* (list . "secrets"): pods of that chart in this release. */}}
{{- define "lib.peer" -}}
- podSelector:
    matchLabels:
      app.kubernetes.io/name: {{ index . 1 }}
      app.kubernetes.io/instance: {{ include "lib.release" (index . 0) }}
{{- end }}

{{/* The same in the release that is called. */}}
{{- define "lib.peerOf" -}}
- podSelector:
    matchLabels:
      app.kubernetes.io/name: {{ index . 1 }}
      app.kubernetes.io/instance: {{ include "lib.releaseOf" . }}
{{- end }}
