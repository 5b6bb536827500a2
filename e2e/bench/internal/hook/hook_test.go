package hook

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

const review = `{"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"u-1",
  "kind":{"group":"apps","version":"v1","kind":"Deployment"},"namespace":"shop","operation":"CREATE",
  "object":{"metadata":{"name":"web"},"spec":{"template":{"spec":{"containers":[{"name":"app","image":"a/b:1"}]}}}}}}`

func TestReadsTheImagesOfATemplate(t *testing.T) {
	read, err := ReadReview(strings.NewReader(review))
	if err != nil {
		t.Fatal(err)
	}
	if image := read.Request.Object.Spec.Template.Spec.Containers[0].Image; image != "a/b:1" {
		t.Errorf("image %q", image)
	}
	if read.Request.Kind.Kind != "Deployment" || read.Request.Namespace != "shop" {
		t.Errorf("read %+v", read.Request)
	}
}

func TestAllowsOverHTTP2WithTheReviewsUID(t *testing.T) {
	client, url := serve(t)
	answer, err := client.Post(url, "application/json", strings.NewReader(review))
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.ProtoMajor != 2 {
		t.Errorf("spoke %s", answer.Proto)
	}
	var out Review
	if err := json.NewDecoder(answer.Body).Decode(&out); err != nil {
		t.Fatal(err)
	}
	if out.Kind != "AdmissionReview" || out.Response == nil || !out.Response.Allowed || out.Response.UID != "u-1" {
		t.Errorf("answered %+v", out)
	}
}

func TestRefusesWhatIsNoReview(t *testing.T) {
	client, url := serve(t)
	for _, body := range []string{"", "{", `{"request":{}}`, `{"request":{"uid":7}}`} {
		answer, err := client.Post(url, "application/json", bytes.NewBufferString(body))
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if answer.StatusCode != http.StatusBadRequest {
			t.Errorf("%q: %d", body, answer.StatusCode)
		}
	}
}

func serve(t *testing.T) (*http.Client, string) {
	t.Helper()
	server, err := Serve("127.0.0.1:0", http.HandlerFunc(AllowAll))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(server.Authority) {
		t.Fatal("no authority")
	}
	return &http.Client{Transport: &http.Transport{
		TLSClientConfig:   &tls.Config{RootCAs: roots},
		ForceAttemptHTTP2: true,
	}}, server.URL
}
