{{/*
A Deployment of one container. Takes
  root, port (main; the management port is 1000 above)
  trust        true: mounts the trust ConfigMap
  tokens       services to present a token of this service account to
  config       "api": the ConfigMap is read from the API server at start; "file": it is mounted; empty: there is none
  apiToken     true: the pod has the API token of its service account, as with config "api"
  fromSecret   list of {name, secret, key, optional}: environment from Secrets
  alone        true: never two pods at a time, also during a rollout
  tmp          the emptyDir of /tmp, if not the default
  env, ports, volumes, mounts   YAML text of additional ones
  checksum     text; a change restarts the pods
*/}}
{{- define "lib.deployment" -}}
{{- $root := .root -}}
{{- $values := .root.Values -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "lib.fullname" $root }}
  labels:
    {{- include "lib.labels" $root | nindent 4 }}
spec:
  {{- with include "lib.replicas" $root }}
  replicas: {{ . }}
  {{- end }}
  revisionHistoryLimit: 3
  strategy:
    {{- if and .alone $values.strategy }}
    {{- fail (printf "%s: strategy cannot be set, because there must never be two pods" $root.Chart.Name) }}
    {{- end }}
    {{- if .alone }}
    type: Recreate
    {{- else if $values.strategy }}
    {{- toYaml $values.strategy | nindent 4 }}
    {{- else }}
    type: RollingUpdate
    rollingUpdate: {maxUnavailable: 0, maxSurge: 1}
    {{- end }}
  selector:
    matchLabels:
      {{- include "lib.selectorLabels" $root | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "lib.selectorLabels" $root | nindent 8 }}
        app.kubernetes.io/part-of: tigrit
        {{- with merge (dict) $values.podLabels $values.global.labels }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      annotations:
        checksum/config: {{ .checksum | default "" | sha256sum }}
        {{- with $values.podAnnotations }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
    spec:
      serviceAccountName: {{ include "lib.serviceAccount" $root }}
      automountServiceAccountToken: {{ or .apiToken (eq (.config | default "") "api") | default false }}
      enableServiceLinks: false
      {{- with $values.global.image.pullSecrets }}
      imagePullSecrets:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      securityContext:
        {{- include "lib.podSecurityContext" $root | nindent 8 }}
      # The drain, then up to 20 s for requests in progress.
      terminationGracePeriodSeconds: {{ add $values.drainSeconds 25 }}
      {{- with $values.dnsPolicy }}
      dnsPolicy: {{ . }}
      {{- end }}
      {{- with $values.dnsConfig }}
      dnsConfig:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with $values.hostAliases }}
      hostAliases:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with $values.priorityClassName }}
      priorityClassName: {{ . }}
      {{- end }}
      {{- with $values.nodeSelector }}
      nodeSelector:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with $values.tolerations }}
      tolerations:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- $affinity := deepCopy $values.affinity }}
      {{- if $values.topologySpread.enabled }}
      {{- $affinity = merge $affinity (include "lib.differentZones" $root | fromYaml) }}
      {{- end }}
      {{- with $affinity }}
      affinity:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- if $values.topologySpread.enabled }}
      # By node only: if nodes have no zone label, the scheduler would ignore both constraints.
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: kubernetes.io/hostname
          whenUnsatisfiable: ScheduleAnyway
          labelSelector:
            matchLabels:
              {{- include "lib.selectorLabels" $root | nindent 14 }}
          # Otherwise a rollout counts the old pods, and all new ones may end up on one node.
          matchLabelKeys: [pod-template-hash]
      {{- end }}
      {{- with $values.initContainers }}
      initContainers:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      containers:
        - name: {{ $root.Chart.Name }}
          image: {{ include "lib.image" $root }}
          imagePullPolicy: {{ $values.global.image.pullPolicy }}
          {{- with .args }}
          args: {{ toYaml . | nindent 12 }}
          {{- end }}
          {{- with include "lib.env" . | trim }}
          env:
            {{- . | nindent 12 }}
          {{- end }}
          {{- with $values.envFrom }}
          envFrom:
            {{- toYaml . | nindent 12 }}
          {{- end }}
          ports:
            {{- if .port }}
            - {name: http, containerPort: {{ .port }}}
            {{- end }}
            - {name: management, containerPort: {{ .management | default (add .port 1000) }}}
            {{- with .ports }}
            {{- . | nindent 12 }}
            {{- end }}
          startupProbe:
            {{- include "lib.probe" (list "/livez" (dict "periodSeconds" 1 "failureThreshold" 180) $values.probes.startup) | nindent 12 }}
          livenessProbe:
            {{- include "lib.probe" (list "/livez" (dict "periodSeconds" 10 "timeoutSeconds" 5) $values.probes.liveness) | nindent 12 }}
          readinessProbe:
            {{- include "lib.probe" (list "/readyz" (dict "periodSeconds" 2 "timeoutSeconds" 2) $values.probes.readiness) | nindent 12 }}
          {{- with $values.drainSeconds }}
          lifecycle:
            preStop:
              sleep: {seconds: {{ . }}}
          {{- end }}
          {{- with $values.resources }}
          resources:
            {{- toYaml . | nindent 12 }}
          {{- end }}
          securityContext:
            {{- include "lib.containerSecurityContext" $root | nindent 12 }}
          volumeMounts:
            - {name: tmp, mountPath: /tmp}
            {{- if eq (.config | default "") "file" }}
            - {name: config, mountPath: /etc/tigrit/config, readOnly: true}
            {{- end }}
            {{- if .trust }}
            - {name: trust, mountPath: /etc/tigrit/trust, readOnly: true}
            {{- end }}
            {{- range .tokens }}
            - {name: token-{{ . }}, mountPath: /var/run/secrets/tigrit/{{ . }}, readOnly: true}
            {{- end }}
            {{- with .mounts }}
            {{- . | nindent 12 }}
            {{- end }}
            {{- with $values.extraVolumeMounts }}
            {{- toYaml . | nindent 12 }}
            {{- end }}
        {{- with $values.extraContainers }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      volumes:
        - name: tmp
          emptyDir: {{ .tmp | default "{sizeLimit: 64Mi}" }}
        {{- if eq (.config | default "") "file" }}
        - name: config
          configMap: {name: {{ include "lib.fullname" $root }}}
        {{- end }}
        {{- if .trust }}
        # Not optional: a pod waits until the operator has created it.
        - name: trust
          configMap: {name: {{ include "lib.trust" $root }}}
        {{- end }}
        {{- range .tokens }}
        - name: token-{{ . }}
          projected:
            sources:
              - serviceAccountToken:
                  path: token
                  audience: {{ include "lib.audienceOf" (list $root .) }}
                  expirationSeconds: 600
        {{- end }}
        {{- with .volumes }}
        {{- . | nindent 8 }}
        {{- end }}
        {{- with $values.extraVolumes }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
{{- end }}

{{/* (list <path> <defaults> <overrides>) */}}
{{- define "lib.probe" -}}
httpGet: {path: {{ index . 0 }}, port: management}
{{ mergeOverwrite (index . 1) (deepCopy (index . 2)) | toYaml }}
{{- end }}

{{/*
With autoscaling: the current number of replicas, within the bounds of the autoscaler. Without replicas an upgrade that enables autoscaling
would scale to one pod until the autoscaler reacts; a fixed number would reset the autoscaler's number at each upgrade. Without a cluster
(helm template) replicas is not set: the tested API exists in every cluster, but not in Helm's built-in list.
*/}}
{{- define "lib.replicas" -}}
{{- $values := .Values -}}
{{- if not $values.autoscaling.enabled }}{{ $values.replicas }}
{{- else if .Capabilities.APIVersions.Has "apiregistration.k8s.io/v1" }}
{{- with lookup "apps/v1" "Deployment" .Release.Namespace (include "lib.fullname" .) }}
{{- .spec.replicas | int | max $values.autoscaling.minReplicas | min $values.autoscaling.maxReplicas }}
{{- end }}
{{- end }}
{{- end }}

{{- define "lib.differentZones" -}}
podAntiAffinity:
  preferredDuringSchedulingIgnoredDuringExecution:
    - weight: 100
      podAffinityTerm:
        topologyKey: topology.kubernetes.io/zone
        labelSelector:
          matchLabels:
            {{- include "lib.selectorLabels" . | nindent 12 }}
        matchLabelKeys: [pod-template-hash]
{{- end }}

{{- define "lib.env" -}}
{{- $root := .root -}}
{{- $values := .root.Values -}}
{{- if eq (.config | default "") "api" }}
# The pod does not start without this ConfigMap, so that it never runs with default settings.
- {name: TIGRIT_CONFIG_SOURCE, value: "kubernetes:"}
- {name: SPRING_CLOUD_KUBERNETES_CONFIG_NAME, value: {{ include "lib.fullname" $root }}}
- {name: SPRING_CLOUD_KUBERNETES_CONFIG_NAMESPACE, value: {{ $root.Release.Namespace }}}
- {name: SPRING_CLOUD_KUBERNETES_CONFIG_FAILFAST, value: "true"}
{{- else if eq (.config | default "") "file" }}
- {name: SPRING_CONFIG_ADDITIONALLOCATION, value: "file:/etc/tigrit/config/"}
{{- end }}
{{- range .fromSecret }}
- name: {{ .name }}
  valueFrom: {secretKeyRef: {name: {{ .secret }}, key: {{ .key }}, optional: {{ .optional | default false }}}}
{{- end }}
{{- with .env }}
{{- . | nindent 0 }}
{{- end }}
{{- with $values.env }}
{{- toYaml . | nindent 0 }}
{{- end }}
{{- end }}
