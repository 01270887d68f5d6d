package main

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// writeSubnetFile tells docker's side of the node what was leased; by rename, so that nobody reads half of it.
func writeSubnetFile(path string, network, subnet cidr, mtu int, ipMasq bool) error {
	directory, name := filepath.Split(path)
	if err := os.MkdirAll(directory, 0o755); err != nil {
		return err
	}
	bridgeAddress := cidr{subnet.ip + 1, subnet.length}
	text := fmt.Sprintf("FLANNEL_NETWORK=%s\nFLANNEL_SUBNET=%s\nFLANNEL_MTU=%d\nFLANNEL_IPMASQ=%v\n",
		network, bridgeAddress, mtu, ipMasq)
	hidden := filepath.Join(directory, "."+name)
	if err := os.WriteFile(hidden, []byte(text), 0o644); err != nil {
		return err
	}
	return os.Rename(hidden, path)
}

// readSubnetFile gives the subnet of the last run, or none.
func readSubnetFile(path string) cidr {
	text, err := os.ReadFile(path)
	if os.IsNotExist(err) {
		return cidr{}
	}
	if err != nil {
		errorf("Couldn't fetch previous subnet from subnet file at %s: %s", path, err)
		return cidr{}
	}
	for _, line := range strings.Split(string(text), "\n") {
		name, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		if name != "FLANNEL_SUBNET" {
			continue
		}
		subnet, err := parseCIDR(strings.Trim(value, `"'`))
		if err != nil {
			errorf("Couldn't parse previous subnet from subnet file at %s: %s", path, err)
		}
		return subnet
	}
	return cidr{}
}

// notifyReady tells systemd (Type=notify) that the node has its lease. See sd_notify(3); a leading @ is an abstract socket.
func notifyReady() {
	address := os.Getenv("NOTIFY_SOCKET")
	if address == "" {
		return
	}
	socket, err := net.DialUnix("unixgram", nil, &net.UnixAddr{Name: address, Net: "unixgram"})
	if err != nil {
		warningf("sd_notify: %v", err)
		return
	}
	defer socket.Close()
	if _, err := socket.Write([]byte("READY=1")); err != nil {
		warningf("sd_notify: %v", err)
	}
}

func serveHealthz(ip string, port int) {
	address := net.JoinHostPort(ip, strconv.Itoa(port))
	infof("Start healthz server on %s", address)
	http.HandleFunc("/healthz", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, "flanneld is running")
	})
	fatalf("Start healthz server error. %v", http.ListenAndServe(address, nil))
}
