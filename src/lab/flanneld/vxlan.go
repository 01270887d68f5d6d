package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os/exec"
	"strings"
)

// encapsulationBytes is what vxlan adds to a packet: outer IPv4 (20), UDP (8), VXLAN (8) and inner Ethernet (14).
const encapsulationBytes = 50

// defaultPort is the Linux kernel's own for vxlan (IANA's is 4789).
const defaultPort = 8472

// vxlanBackend is the Backend object of the configuration.
type vxlanBackend struct {
	VNI           int
	Port          int
	GBP           bool
	DirectRouting bool
}

// vxlanData is the lease's BackendData: where frames for the subnet go to.
type vxlanData struct{ VtepMAC string }

// flannelsBackends exist in flannel v0.10.0; the stand-in has vxlan alone.
var flannelsBackends = map[string]bool{"alivpc": true, "alloc": true, "aws-vpc": true, "extension": true, "gce": true,
	"host-gw": true, "ipip": true, "udp": true}

func backendOf(config *networkConfig) (*vxlanBackend, error) {
	kind := strings.ToLower(config.backendType)
	if flannelsBackends[kind] {
		return nil, fmt.Errorf("backend type %v is not part of this stand-in", kind)
	}
	if kind != "vxlan" {
		return nil, fmt.Errorf("unknown backend type: %v", kind)
	}
	backend := &vxlanBackend{VNI: 1}
	if err := json.Unmarshal(config.Backend, backend); err != nil {
		return nil, fmt.Errorf("error decoding VXLAN backend config: %v", err)
	}
	return backend, nil
}

// vxlanDevice is flannel.<VNI>.
type vxlanDevice struct {
	name          string
	mac           string
	directRouting bool
}

// join makes the device, takes the lease (which names the device's MAC) and gives the device the lease's first address.
func (b *vxlanBackend) join(ctx context.Context, nic *externalInterface, leases *leaseHolder) (*vxlanDevice, *lease, error) {
	infof("VXLAN config: VNI=%d Port=%d GBP=%v DirectRouting=%v", b.VNI, b.Port, b.GBP, b.DirectRouting)
	device := &vxlanDevice{name: fmt.Sprintf("flannel.%d", b.VNI), directRouting: b.DirectRouting}
	if err := device.ensure(b, nic); err != nil {
		return nil, nil, err
	}
	data, err := json.Marshal(vxlanData{device.mac})
	if err != nil {
		return nil, nil, err
	}
	l, err := leases.acquire(ctx, leaseAttributes{toIPv4(nic.publicIP), "vxlan", data})
	if err != nil {
		return nil, nil, fmt.Errorf("failed to acquire lease: %v", err)
	}
	if err := device.configure(l.subnet.ip); err != nil {
		return nil, nil, fmt.Errorf("failed to configure interface %s: %s", device.name, err)
	}
	return device, l, nil
}

// linkDetails is the part of `ip -json -details link` that tells whether an existing device will do.
type linkDetails struct {
	Address  string
	Linkinfo struct {
		Kind string `json:"info_kind"`
		Data struct {
			ID    int
			Link  string
			Local string
			Port  int
		} `json:"info_data"`
	}
}

// ensure keeps a device that fits, with its MAC, and replaces any other of the name.
func (d *vxlanDevice) ensure(b *vxlanBackend, nic *externalInterface) error {
	if found, err := d.details(); err == nil {
		misfit := b.misfit(found, nic)
		if misfit == "" {
			d.mac = found.Address
			return nil
		}
		warningf("%q already exists with incompatable configuration: %v; recreating device", d.name, misfit)
		if err := ip("link", "delete", d.name); err != nil {
			return fmt.Errorf("failed to delete interface: %v", err)
		}
	}
	port := b.Port
	if port == 0 {
		port = defaultPort
	}
	create := []string{"link", "add", d.name, "type", "vxlan", "id", fmt.Sprint(b.VNI), "dev", nic.Name,
		"local", nic.address.String(), "dstport", fmt.Sprint(port), "nolearning"}
	if b.GBP {
		create = append(create, "gbp")
	}
	if err := ip(create...); err != nil {
		return fmt.Errorf("failed to create vxlan interface: %v", err)
	}
	made, err := d.details()
	d.mac = made.Address
	return err
}

func (b *vxlanBackend) misfit(found linkDetails, nic *externalInterface) string {
	data := found.Linkinfo.Data
	switch {
	case found.Linkinfo.Kind != "vxlan":
		return fmt.Sprintf("link type: vxlan vs %v", found.Linkinfo.Kind)
	case data.ID != b.VNI:
		return fmt.Sprintf("vni: %v vs %v", b.VNI, data.ID)
	case data.Link != "" && data.Link != nic.Name:
		return fmt.Sprintf("vtep (external) interface: %v vs %v", nic.Name, data.Link)
	case data.Local != "" && data.Local != nic.address.String():
		return fmt.Sprintf("vtep (external) IP: %v vs %v", nic.address, data.Local)
	case b.Port > 0 && data.Port > 0 && data.Port != b.Port: // a default never clashes: v0.10.0 keeps the old port then
		return fmt.Sprintf("port: %v vs %v", b.Port, data.Port)
	}
	return ""
}

func (d *vxlanDevice) details() (linkDetails, error) {
	var links []linkDetails
	out, err := exec.Command("ip", "-json", "-details", "link", "show", "dev", d.name).Output()
	if err == nil {
		err = json.Unmarshal(out, &links)
	}
	if err == nil && len(links) != 1 {
		err = fmt.Errorf("can't locate vxlan device %s", d.name)
	}
	if err != nil {
		return linkDetails{}, err
	}
	return links[0], nil
}

// configure gives the device exactly one address, a /32 so that no broadcast route comes with it, and sets it up.
func (d *vxlanDevice) configure(address ipv4) error {
	nic, err := net.InterfaceByName(d.name)
	if err != nil {
		return err
	}
	wanted := cidr{address, 32}
	present := ipv4Networks(nic)
	if len(present) > 1 {
		return fmt.Errorf("failed to ensure address of interface %s: link has incompatible addresses. "+
			"Remove additional addresses and try again. %s", d.name, present)
	}
	if len(present) == 1 && present[0] != wanted.String() {
		if err := ip("address", "delete", present[0], "dev", d.name); err != nil {
			return fmt.Errorf("failed to remove IP address %s from %s: %s", present[0], d.name, err)
		}
		present = nil
	}
	if len(present) == 0 {
		if err := ip("address", "add", wanted.String(), "dev", d.name); err != nil {
			return fmt.Errorf("failed to add IP address %s to %s: %s", wanted, d.name, err)
		}
	}
	if err := ip("link", "set", d.name, "up"); err != nil {
		return fmt.Errorf("failed to set interface %s to UP state: %s", d.name, err)
	}
	return nil
}

func ipv4Networks(nic *net.Interface) []string {
	addresses, _ := nic.Addrs()
	var networks []string
	for _, address := range addresses {
		if network, ok := address.(*net.IPNet); ok && network.IP.To4() != nil {
			networks = append(networks, network.String())
		}
	}
	return networks
}

// command runs a program and turns its complaint into a kernel's error text: "address already in use".
func command(name string, args ...string) error {
	out, err := exec.Command(name, args...).CombinedOutput()
	if err == nil {
		return nil
	}
	text := strings.TrimSpace(string(out))
	if _, reason, answered := strings.Cut(text, "RTNETLINK answers: "); answered {
		return errors.New(strings.ToLower(reason))
	}
	if text == "" {
		return err
	}
	return errors.New(text)
}

func ip(args ...string) error     { return command("ip", args...) }
func bridge(args ...string) error { return command("bridge", args...) }
