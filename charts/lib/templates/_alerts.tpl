{{/*
The PrometheusRule of a chart. Takes root, port (of charts with an API) and alerts: YAML text of the chart's own, in which the runbook is
the heading of docs/runbooks.md with the alert's name.
*/}}
{{- define "lib.prometheusRule" -}}
{{- $root := .root -}}
{{- $rule := .root.Values.prometheusRule -}}
{{- $of := include "lib.series" $root -}}
{{- $name := $root.Chart.Name | camelcase | replace "-" "" -}}
{{- $full := include "lib.fullname" $root -}}
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: {{ $full }}
  labels:
    {{- include "lib.labels" $root | nindent 4 }}
    {{- with $rule.labels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
spec:
  groups:
    - name: {{ $full }}
      rules:
        - alert: {{ $name }}Down
          expr: absent(up{ {{- $of -}} } == 1)
          for: 2m
          labels: {severity: critical}
          annotations:
            summary: No pod of {{ $full }} is up
            runbook_url: {{ $rule.runbooks }}#down
        {{- if .port }}
        {{- /* Requests of users and callers: not probes and scrapes, and not streams, which are open for minutes. */}}
        {{- $requests := printf `%s, uri!~"/(livez|readyz|health|metrics)|.*/events"` $of }}
        {{- range $speed, $burn := dict "Fast" (dict "rate" 14.4 "long" "1h" "short" "5m" "severity" "critical") "Slow" (dict "rate" 6 "long" "6h" "short" "30m" "severity" "warning") }}
        - alert: {{ $name }}Errors{{ $speed }}
          expr: |-
            {{- range $index, $window := list $burn.long $burn.short }}
            {{- if $index }}
            and
            {{- end }}
            sum(rate(http_server_requests_seconds_count{ {{- $requests }}, outcome="SERVER_ERROR"}[{{ $window }}]))
            / sum(rate(http_server_requests_seconds_count{ {{- $requests -}} }[{{ $window }}])) > {{ $burn.rate }} * (1 - {{ $rule.availability }})
            {{- end }}
          for: 2m
          labels: {severity: {{ $burn.severity }}}
          annotations:
            summary: {{ $full }} answers so many requests with 5xx that the error budget of 30 days ends in {{ ternary "2" "5" (eq $speed "Fast") }} days
            runbook_url: {{ $rule.runbooks }}#errors
        - alert: {{ $name }}Latency{{ $speed }}
          expr: |-
            {{- range $index, $window := list $burn.long $burn.short }}
            {{- if $index }}
            and
            {{- end }}
            1 - sum(rate(http_server_requests_seconds_bucket{ {{- $requests }}, le="0.25"}[{{ $window }}]))
            / sum(rate(http_server_requests_seconds_count{ {{- $requests -}} }[{{ $window }}])) > {{ $burn.rate }} * (1 - {{ $rule.fast }})
            {{- end }}
          for: 2m
          labels: {severity: warning}
          annotations:
            summary: Too many answers of {{ $full }} take longer than 250 ms
            runbook_url: {{ $rule.runbooks }}#latency
        {{- end }}
        - alert: {{ $name }}ConnectionsShed
          expr: sum(rate(http_server_connections_shed_total{ {{- $of -}} }[5m])) > 1
          for: 5m
          labels: {severity: warning}
          annotations:
            summary: {{ $full }} closes connections, because it has as many as it may have
            runbook_url: {{ $rule.runbooks }}#connectionsshed
        - alert: {{ $name }}LogDropped
          expr: sum(increase(log_dropped_total{ {{- $of -}} }[10m])) > 0
          labels: {severity: warning}
          annotations:
            summary: Log and audit lines of {{ $full }} are lost, because its standard output is not read fast enough
            runbook_url: {{ $rule.runbooks }}#logdropped
        {{- end }}
        {{- range .alerts | default "" | fromYamlArray }}
        {{- $_ := set .annotations "runbook_url" (printf "%s#%s" $rule.runbooks (lower .alert)) }}
        {{- list . | toYaml | nindent 8 }}
        {{- end }}
{{- end }}

{{/* The label matchers of a chart's series. */}}
{{- define "lib.series" -}}
namespace="{{ .Release.Namespace }}", service="{{ include "lib.fullname" . }}"
{{- end }}
