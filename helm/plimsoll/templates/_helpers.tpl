{{/* Plimsoll is there once in a cluster, so its names do not depend on the release. */}}
{{- define "plimsoll.labels" -}}
app.kubernetes.io/name: plimsoll
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version | replace "+" "_" }}
{{- end }}

{{/* A file of the chart, which a checkout without symbolic links does not have. */}}
{{- define "plimsoll.file" -}}
{{- $text := .root.Files.Get (print "files/" .path) }}
{{- if not $text }}
{{- fail (printf "this chart has no files/%s: in the source tree that is behind a symbolic link, which this checkout lacks, as Flux's and Windows' do; pack the chart (make chart) and install dist/plimsoll-%s.tgz" .path .root.Chart.Version) }}
{{- end }}
{{- $text }}
{{- end }}

{{- define "plimsoll.metadata" -}}
{{- $object := .object }}
{{- $_ := set $object.metadata "labels" (merge (include "plimsoll.labels" .root | fromYaml) (default dict $object.metadata.labels)) }}
{{- if hasKey $object.metadata "namespace" }}
{{- $_ := set $object.metadata "namespace" .root.Release.Namespace }}
{{- end }}
{{- end }}

{{- define "plimsoll.image" -}}
{{- $repository := required "image.repository is not set: push the operator's image to a registry of yours and name it, as --set image.repository=registry.example.com/plimsoll/operator" .Values.image.repository }}
{{- if .Values.image.digest }}{{ $repository }}@{{ .Values.image.digest }}{{ else }}{{ $repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}{{ end }}
{{- end }}

{{/* The operator's application.properties; a key's colons are escaped as such files ask. */}}
{{- define "plimsoll.properties" -}}
{{- $lines := list }}
{{- $lines = append $lines (printf "plimsoll.excluded-namespaces=%s" (join "," .Values.webhook.excludedNamespaces)) }}
{{- $lines = append $lines (printf "plimsoll.platforms=%s" (join "," .Values.platforms)) }}
{{- if .Values.pinning.enabled }}
{{- $lines = append $lines "plimsoll.pinning.enabled=true" }}
{{- end }}
{{- if .Values.policyReports.enabled }}
{{- $lines = append $lines "plimsoll.policy-reports.enabled=true" }}
{{- end }}
{{- $kinds := list }}
{{- range .Values.extraWorkloads }}
{{- $kinds = append $kinds (printf "%s=%s.%s/%s" .kind .resource .group .podTemplatePath) }}
{{- end }}
{{- with $kinds }}
{{- $lines = append $lines (printf "plimsoll.extra-workloads=%s" (join "," .)) }}
{{- end }}
{{- if .Values.webhook.clientAuthority }}
{{- $lines = append $lines "plimsoll.webhook.client-ca-file=/etc/plimsoll/configuration/client-ca.crt" }}
{{- end }}
{{- if .Values.probe.enabled }}
{{- $lines = append $lines (printf "plimsoll.probe.namespace=%s" .Values.probe.namespace) }}
{{- $lines = append $lines (printf "plimsoll.probe.period=%s" .Values.probe.period) }}
{{- end }}
{{- if .Values.cache.enabled }}
{{- $lines = append $lines "plimsoll.cache.directory=/var/cache/plimsoll/images" }}
{{- $lines = append $lines (printf "plimsoll.cache.room=%s" .Values.cache.size) }}
{{- end }}
{{- if eq .Values.certificates.source "CertManager" }}
{{- $lines = append $lines "plimsoll.certificate.directory=/etc/plimsoll/certificate" }}
{{- else }}
{{- $lines = append $lines (printf "plimsoll.certificate.validity=%s" .Values.certificates.validity) }}
{{- end }}
{{- with .Values.registries }}
{{- if .credentialsSecret }}
{{- $lines = append $lines "plimsoll.registries.credentials-file=/etc/plimsoll/credentials/.dockerconfigjson" }}
{{- end }}
{{- with .insecureHosts }}
{{- $lines = append $lines (printf "plimsoll.registries.insecure-hosts=%s" (join "," .)) }}
{{- end }}
{{- with .internalHosts }}
{{- $lines = append $lines (printf "plimsoll.registries.internal-hosts=%s" (join "," .)) }}
{{- end }}
{{- with .serviceNetworks }}
{{- $lines = append $lines (printf "plimsoll.registries.service-networks=%s" (join "," .)) }}
{{- end }}
{{- range $host, $settings := .hosts }}
{{- $key := printf "plimsoll.registries.hosts.\"%s\"" $host | replace ":" "\\:" }}
{{- if $settings.plainHttp }}{{ $lines = append $lines (printf "%s.plain-http=true" $key) }}{{ end }}
{{- if $settings.skipVerify }}{{ $lines = append $lines (printf "%s.skip-verify=true" $key) }}{{ end }}
{{- if $settings.mirrorsResolveTags }}{{ $lines = append $lines (printf "%s.mirrors-resolve-tags=true" $key) }}{{ end }}
{{- if $settings.ca }}{{ $lines = append $lines (printf "%s.ca-file=/etc/plimsoll/configuration/%s" $key (include "plimsoll.caFile" $host)) }}{{ end }}
{{- with $settings.mirrors }}{{ $lines = append $lines (printf "%s.mirrors=%s" $key (join "," .)) }}{{ end }}
{{- with $settings.proxy }}{{ $lines = append $lines (printf "%s.proxy=%s" $key .) }}{{ end }}
{{- end }}
{{- end }}
{{- range $property, $value := .Values.properties }}
{{- $lines = append $lines (printf "%s=%s" ($property | replace ":" "\\:") (include "plimsoll.number" $value)) }}
{{- end }}
{{- join "\n" $lines }}
{{- end }}

{{/* Numbers of a values file are floating-point ones, which print as 1e+06. */}}
{{- define "plimsoll.number" -}}
{{- if and (kindIs "float64" .) (eq (floor .) .) }}{{ printf "%.0f" . }}{{ else }}{{ toString . }}{{ end }}
{{- end }}

{{- define "plimsoll.caFile" -}}
ca-{{ . | replace ":" "-" }}.pem
{{- end }}

{{- /* The Pods' security context; where a value is null, the cluster chooses. */}}
{{- define "plimsoll.podSecurityContext" -}}
{{- $context := dict }}
{{- range $name, $value := .Values.podSecurityContext }}
{{- if not (kindIs "invalid" $value) }}
{{- $_ := set $context $name $value }}
{{- end }}
{{- end }}
{{- toYaml $context }}
{{- end }}
