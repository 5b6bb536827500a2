package hook

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
)

// maxReview is more than the API server sends: etcd takes no object above 1.5 MiB, and a review
// holds two.
const maxReview = 8 << 20

// Review is what a webhook that judges images has to read of an AdmissionReview, and no more.
type Review struct {
	APIVersion string   `json:"apiVersion"`
	Kind       string   `json:"kind"`
	Request    *Request `json:"request,omitempty"`
	Response   *Answer  `json:"response,omitempty"`
}

// Request is what is to be admitted.
type Request struct {
	UID       string `json:"uid"`
	Namespace string `json:"namespace"`
	Operation string `json:"operation"`
	Kind      struct {
		Group, Version, Kind string
	} `json:"kind"`
	Object struct {
		Metadata struct {
			Name        string
			Labels      map[string]string
			Annotations map[string]string
		}
		Spec struct {
			podSpec
			Template struct{ Spec podSpec }
		}
	} `json:"object"`
}

type podSpec struct {
	InitContainers, Containers, EphemeralContainers []struct{ Name, Image string }
}

// Answer says yes or no.
type Answer struct {
	UID     string  `json:"uid"`
	Allowed bool    `json:"allowed"`
	Status  *Status `json:"status,omitempty"`
}

// Status is the reason of a no.
type Status struct {
	Message string `json:"message"`
}

// ReadReview decodes the review of a request.
func ReadReview(body io.Reader) (*Review, error) {
	content, err := io.ReadAll(io.LimitReader(body, maxReview))
	if err != nil {
		return nil, err
	}
	var review Review
	if err := json.Unmarshal(content, &review); err != nil {
		return nil, err
	}
	if review.Request == nil || review.Request.UID == "" {
		return nil, fmt.Errorf("the AdmissionReview has no request with a uid")
	}
	return &review, nil
}

// AllowAll admits whatever is asked.
func AllowAll(w http.ResponseWriter, r *http.Request) {
	review, err := ReadReview(r.Body)
	if err != nil {
		http.Error(w, "cannot read the AdmissionReview: "+err.Error(), http.StatusBadRequest)
		return
	}
	answer, err := json.Marshal(Review{
		APIVersion: review.APIVersion,
		Kind:       review.Kind,
		Response:   &Answer{UID: review.Request.UID, Allowed: true},
	})
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Write(answer)
}
