// Package kube speaks to an API server as far as a benchmark has to: one kubeconfig, one client
// certificate or token, JSON in and out.
package kube

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Config is the current context of a kubeconfig: where the API server is and who asks.
type Config struct {
	Server string
	Token  string
	TLS    *tls.Config
}

type file struct {
	CurrentContext string `yaml:"current-context"`
	Contexts       []struct {
		Name    string
		Context struct{ Cluster, User string }
	}
	Clusters []struct {
		Name    string
		Cluster struct {
			Server        string
			ServerName    string `yaml:"tls-server-name"`
			Insecure      bool   `yaml:"insecure-skip-tls-verify"`
			Authority     string `yaml:"certificate-authority"`
			AuthorityData string `yaml:"certificate-authority-data"`
		}
	}
	Users []struct {
		Name string
		User struct {
			Certificate     string `yaml:"client-certificate"`
			CertificateData string `yaml:"client-certificate-data"`
			Key             string `yaml:"client-key"`
			KeyData         string `yaml:"client-key-data"`
			Token           string
			TokenFile       string `yaml:"tokenFile"`
		}
	}
}

// LoadConfig reads the current context of the kubeconfig at path.
func LoadConfig(path string) (Config, error) {
	config, err := loadConfig(path)
	if err != nil {
		return Config{}, fmt.Errorf("kubeconfig %s: %w", path, err)
	}
	return config, nil
}

func loadConfig(path string) (Config, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return Config{}, err
	}
	var parsed file
	if err := yaml.Unmarshal(content, &parsed); err != nil {
		return Config{}, err
	}
	clusterName, userName, err := parsed.current()
	if err != nil {
		return Config{}, err
	}
	config := Config{TLS: &tls.Config{MinVersion: tls.VersionTLS12}}
	if err := parsed.readCluster(clusterName, filepath.Dir(path), &config); err != nil {
		return Config{}, err
	}
	return config, parsed.readUser(userName, filepath.Dir(path), &config)
}

func (f file) current() (cluster, user string, err error) {
	for _, c := range f.Contexts {
		if c.Name == f.CurrentContext {
			return c.Context.Cluster, c.Context.User, nil
		}
	}
	return "", "", fmt.Errorf("there is no context %q, which current-context names", f.CurrentContext)
}

func (f file) readCluster(name, directory string, config *Config) error {
	for _, c := range f.Clusters {
		if c.Name != name {
			continue
		}
		if !strings.HasPrefix(c.Cluster.Server, "https://") {
			return fmt.Errorf("the server of cluster %q is %q: an https:// address is needed", name, c.Cluster.Server)
		}
		config.Server = strings.TrimSuffix(c.Cluster.Server, "/")
		config.TLS.ServerName = c.Cluster.ServerName
		config.TLS.InsecureSkipVerify = c.Cluster.Insecure
		authority, err := dataOrFile(c.Cluster.AuthorityData, c.Cluster.Authority, directory)
		if err != nil || authority == nil {
			return err
		}
		config.TLS.RootCAs = x509.NewCertPool()
		if !config.TLS.RootCAs.AppendCertsFromPEM(authority) {
			return fmt.Errorf("the certificate-authority of cluster %q holds no certificate", name)
		}
		return nil
	}
	return fmt.Errorf("there is no cluster %q, which the context names", name)
}

func (f file) readUser(name, directory string, config *Config) error {
	for _, u := range f.Users {
		if u.Name != name {
			continue
		}
		certificate, err := dataOrFile(u.User.CertificateData, u.User.Certificate, directory)
		if err != nil {
			return err
		}
		key, err := dataOrFile(u.User.KeyData, u.User.Key, directory)
		if err != nil {
			return err
		}
		token, err := dataOrFile("", u.User.TokenFile, directory)
		if err != nil {
			return err
		}
		config.Token = u.User.Token + strings.TrimSpace(string(token))
		if certificate != nil {
			pair, err := tls.X509KeyPair(certificate, key)
			if err != nil {
				return fmt.Errorf("the client certificate of user %q: %w", name, err)
			}
			config.TLS.Certificates = []tls.Certificate{pair}
		}
		if certificate == nil && config.Token == "" {
			return fmt.Errorf("user %q has neither a client certificate nor a token; login plugins are not supported", name)
		}
		return nil
	}
	return fmt.Errorf("there is no user %q, which the context names", name)
}

func dataOrFile(data, name, directory string) ([]byte, error) {
	if data != "" {
		return base64.StdEncoding.DecodeString(data)
	}
	if name == "" {
		return nil, nil
	}
	if !filepath.IsAbs(name) {
		name = filepath.Join(directory, name)
	}
	return os.ReadFile(name)
}
