{{/* The other objects of a Deployment. Takes root and port; portName, management and alerts (YAML text) are optional. */}}
{{- define "lib.objects" -}}
{{- $root := .root -}}
{{- $values := .root.Values -}}
{{- if eq (include "lib.serviceAccount" $root) (include "lib.fullname" $root) }}
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ include "lib.fullname" $root }}
  labels:
    {{- include "lib.labels" $root | nindent 4 }}
  {{- with $values.serviceAccount.annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
automountServiceAccountToken: false
---
{{- end }}
apiVersion: v1
kind: Service
metadata:
  name: {{ include "lib.fullname" $root }}
  labels:
    {{- include "lib.labels" $root | nindent 4 }}
  {{- with $values.service.annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  {{- if ne $values.service.type "ClusterIP" }}
  type: {{ $values.service.type }}
  {{- end }}
  {{- with $values.service.ipFamilyPolicy }}
  ipFamilyPolicy: {{ . }}
  {{- end }}
  {{- with $values.service.ipFamilies }}
  ipFamilies: {{ toJson . }}
  {{- end }}
  selector:
    {{- include "lib.selectorLabels" $root | nindent 4 }}
  ports:
    {{- if .port }}
    - {name: {{ .portName | default "http" }}, port: {{ .port }}, targetPort: http}
    {{- end }}
    - {name: management, port: {{ .management | default (add .port 1000) }}, targetPort: management}
{{- if $values.pdb.enabled }}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {{ include "lib.fullname" $root }}
  labels:
    {{- include "lib.labels" $root | nindent 4 }}
spec:
  # maxUnavailable, because minAvailable would block every drain if there is only one pod.
  maxUnavailable: {{ $values.pdb.maxUnavailable }}
  selector:
    matchLabels:
      {{- include "lib.selectorLabels" $root | nindent 6 }}
{{- end }}
{{- if $values.autoscaling.enabled }}
{{- if lt (int $values.autoscaling.maxReplicas) (int $values.autoscaling.minReplicas) }}
{{- fail (printf "%s: autoscaling.maxReplicas is less than autoscaling.minReplicas" $root.Chart.Name) }}
{{- end }}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: {{ include "lib.fullname" $root }}
  labels:
    {{- include "lib.labels" $root | nindent 4 }}
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: {{ include "lib.fullname" $root }}
  minReplicas: {{ $values.autoscaling.minReplicas }}
  maxReplicas: {{ $values.autoscaling.maxReplicas }}
  metrics:
    - type: Resource
      resource:
        name: cpu
        target: {type: Utilization, averageUtilization: {{ $values.autoscaling.targetCPU }}}
    {{- with $values.autoscaling.targetMemory }}
    - type: Resource
      resource:
        name: memory
        target: {type: Utilization, averageUtilization: {{ . }}}
    {{- end }}
  {{- with $values.autoscaling.behavior }}
  behavior:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end }}
{{- if $values.serviceMonitor.enabled }}
{{- if and $values.networkPolicy.enabled (not (or $values.networkPolicy.metricsFrom $values.networkPolicy.ingress)) }}
{{- fail (printf "%s: serviceMonitor.enabled needs networkPolicy.metricsFrom: the NetworkPolicy blocks the scraper" $root.Chart.Name) }}
{{- end }}
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata:
  name: {{ include "lib.fullname" $root }}
  labels:
    {{- include "lib.labels" $root | nindent 4 }}
    {{- with $values.serviceMonitor.labels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
spec:
  selector:
    matchLabels:
      {{- include "lib.selectorLabels" $root | nindent 6 }}
  endpoints:
    - port: management
      path: /metrics
      interval: {{ $values.serviceMonitor.interval }}
      {{- with $values.serviceMonitor.scrapeTimeout }}
      scrapeTimeout: {{ . }}
      {{- end }}
      {{- with $values.serviceMonitor.relabelings }}
      relabelings:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with $values.serviceMonitor.metricRelabelings }}
      metricRelabelings:
        {{- toYaml . | nindent 8 }}
      {{- end }}
{{- end }}
{{- if $values.prometheusRule.enabled }}
{{- if not $values.serviceMonitor.enabled }}
{{- fail (printf "%s: prometheusRule.enabled needs serviceMonitor.enabled: without its metrics the alert that no pod is up always fires" $root.Chart.Name) }}
{{- end }}
---
{{ include "lib.prometheusRule" . }}
{{- end }}
{{- range $values.extraObjects }}
---
{{ tpl (ternary . (toYaml .) (kindIs "string" .)) $root }}
{{- end }}
{{- end }}
