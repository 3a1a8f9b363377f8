{{/* A pod for `helm test`. Takes root, script (shell; `expect STATUS curl-arguments` fails unless that is the status), volumes, mounts. */}}
{{- define "lib.test" -}}
{{- $root := .root -}}
apiVersion: v1
kind: Pod
metadata:
  name: {{ include "lib.fullname" $root }}-test
  labels:
    app.kubernetes.io/name: {{ $root.Chart.Name }}-test
    app.kubernetes.io/instance: {{ include "lib.release" $root }}
    app.kubernetes.io/part-of: tigrit
    {{- with $root.Values.global.labels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  annotations:
    helm.sh/hook: test
    helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
spec:
  restartPolicy: Never
  automountServiceAccountToken: false
  enableServiceLinks: false
  {{- with $root.Values.global.image.pullSecrets }}
  imagePullSecrets:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  securityContext:
    {{- include "lib.podSecurityContext" $root | nindent 4 }}
  containers:
    - name: test
      image: {{ include "lib.foreignImage" $root.Values.global.test.image }}
      imagePullPolicy: IfNotPresent
      command: [sh, -c]
      args:
        - |
          set -eu
          expect() {
            wanted=$1
            shift
            answer=$(curl -s -m 10 -o /dev/null -w '%{http_code}' "$@" || true)
            echo "$answer, wanted $wanted: $*"
            [ "$answer" = "$wanted" ]
          }
          {{- .script | nindent 10 }}
      resources:
        requests: {cpu: 10m, memory: 16Mi}
        limits: {memory: 64Mi}
      securityContext:
        {{- include "lib.containerSecurityContext" $root | nindent 8 }}
      {{- with .mounts }}
      volumeMounts:
        {{- . | nindent 8 }}
      {{- end }}
  {{- with .volumes }}
  volumes:
    {{- . | nindent 4 }}
  {{- end }}
{{- end }}
