// Package hook is the least that a validating webhook can be: TLS, HTTP/2, one AdmissionReview
// decoded, one answered.
package hook

import (
	"crypto/tls"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"time"
)

// Server is a webhook that serves.
type Server struct {
	// URL is what a webhook configuration says to call it.
	URL string
	// Authority is the PEM certificate by which it is to be trusted.
	Authority []byte

	http *http.Server
}

// Serve starts to answer POSTs to /validate at address, whose port may be 0, with a certificate
// of its own for that address and these names. It speaks HTTP/2 where the caller does, as the API server does.
func Serve(address string, validate http.Handler, names ...string) (*Server, error) {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, err
	}
	bound := listener.Addr().(*net.TCPAddr)
	certificate, authority, err := newCertificate(bound.IP, names)
	if err != nil {
		listener.Close()
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle("POST /validate", validate)
	server := &http.Server{
		Handler:           mux,
		TLSConfig:         &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12},
		ReadHeaderTimeout: 10 * time.Second,
		ErrorLog:          log.New(os.Stderr, "webhook: ", 0),
	}
	go server.ServeTLS(listener, "", "")
	return &Server{URL: fmt.Sprintf("https://%s/validate", bound), Authority: authority, http: server}, nil
}

// Close stops serving at once.
func (s *Server) Close() error { return s.http.Close() }
