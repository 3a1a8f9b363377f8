{{/* The ConfigMap with application.yaml: (list . <computed properties as YAML text>). The user's values take precedence. */}}
{{- define "lib.config" -}}
{{- $root := index . 0 -}}
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ include "lib.fullname" $root }}
  labels:
    {{- include "lib.labels" $root | nindent 4 }}
data:
  application.yaml: |
    {{- mergeOverwrite (index . 1 | fromYaml) (deepCopy $root.Values.config) | toYaml | nindent 4 }}
{{- end }}

{{/* For services that read it from the API server at start-up, which needs get and list. */}}
{{- define "lib.configReader" -}}
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: {{ include "lib.fullname" . }}
  labels:
    {{- include "lib.labels" . | nindent 4 }}
rules:
  - apiGroups: [""]
    resources: [configmaps]
    verbs: [get, list]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: {{ include "lib.fullname" . }}
  labels:
    {{- include "lib.labels" . | nindent 4 }}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: {{ include "lib.fullname" . }}
subjects:
  - {kind: ServiceAccount, name: {{ include "lib.serviceAccount" . }}, namespace: {{ .Release.Namespace }}}
{{- end }}
