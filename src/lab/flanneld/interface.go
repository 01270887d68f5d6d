package main

import (
	"errors"
	"fmt"
	"net"
	"os"
	"regexp"
	"strings"
)

// externalInterface is the NIC that carries the vxlan packets: its own address, and the one told to the other nodes.
type externalInterface struct {
	*net.Interface
	address  net.IP
	publicIP net.IP
}

// externalInterface tries -iface in turn, then -iface-regex, and without either takes the default route's interface.
func (o *options) externalInterface() (*externalInterface, error) {
	if len(o.ifaces)+len(o.ifaceRegexes) == 0 {
		infof("Determining IP address of default interface")
		nic, err := defaultRouteInterface()
		if err == nil {
			return o.withAddresses(nic, nil)
		}
		return nil, fmt.Errorf("Failed to find any valid interface to use: failed to get default interface: %w", err)
	}
	for _, name := range o.ifaces {
		found, err := o.byNameOrIP(name)
		if err == nil {
			return found, nil
		}
		infof("Could not find valid interface matching %s: error looking up interface %s: %s", name, name, err)
	}
	for _, pattern := range o.ifaceRegexes {
		found, err := o.byPattern(pattern)
		if err == nil {
			return found, nil
		}
		infof("Could not find valid interface matching %s: %s", pattern, err)
	}
	return nil, errors.New("Failed to find interface to use that matches the interfaces and/or regexes provided")
}

func (o *options) byNameOrIP(name string) (*externalInterface, error) {
	wanted := net.ParseIP(name)
	if wanted == nil {
		nic, err := net.InterfaceByName(name)
		if err != nil {
			return nil, err
		}
		return o.withAddresses(nic, nil)
	}
	infof("Searching for interface using %s", wanted)
	nics, err := net.Interfaces()
	if err != nil {
		return nil, err
	}
	for i := range nics {
		for _, ip := range ipv4Addresses(&nics[i]) {
			if ip.Equal(wanted) {
				return o.withAddresses(&nics[i], wanted)
			}
		}
	}
	return nil, errors.New("No interface with given IP found")
}

// byPattern matches addresses first, names second.
func (o *options) byPattern(pattern string) (*externalInterface, error) {
	re, err := regexp.Compile(pattern)
	if err != nil {
		return nil, err
	}
	nics, err := net.Interfaces()
	if err != nil {
		return nil, err
	}
	for i := range nics {
		if ip := preferredAddress(&nics[i]); ip != nil && re.MatchString(ip.String()) {
			return o.withAddresses(&nics[i], ip)
		}
	}
	for i := range nics {
		if re.MatchString(nics[i].Name) {
			return o.withAddresses(&nics[i], nil)
		}
	}
	return nil, fmt.Errorf("Could not match pattern %s to any of the available network interfaces", pattern)
}

func (o *options) withAddresses(nic *net.Interface, address net.IP) (*externalInterface, error) {
	if address == nil {
		address = preferredAddress(nic)
	}
	if address == nil {
		return nil, fmt.Errorf("failed to find IPv4 address for interface %s", nic.Name)
	}
	infof("Using interface with name %s and address %s", nic.Name, address)
	public := address
	if o.publicIP == "" {
		infof("Defaulting external address to interface address (%s)", address)
	} else if public = net.ParseIP(o.publicIP); public == nil {
		return nil, fmt.Errorf("invalid public IP address: %s", o.publicIP)
	} else {
		infof("Using %s as external address", public)
	}
	return &externalInterface{Interface: nic, address: address, publicIP: public}, nil
}

// preferredAddress is the first global address, else a link-local one.
func preferredAddress(nic *net.Interface) net.IP {
	var linkLocal net.IP
	for _, ip := range ipv4Addresses(nic) {
		if ip.IsGlobalUnicast() {
			return ip
		}
		if ip.IsLinkLocalUnicast() {
			linkLocal = ip
		}
	}
	return linkLocal
}

func ipv4Addresses(nic *net.Interface) []net.IP {
	addresses, err := nic.Addrs()
	if err != nil {
		return nil
	}
	var ips []net.IP
	for _, address := range addresses {
		if network, ok := address.(*net.IPNet); ok && network.IP.To4() != nil {
			ips = append(ips, network.IP.To4())
		}
	}
	return ips
}

// defaultRouteInterface reads /proc/net/route: interface, destination and gateway in hexadecimal, ..., mask in column 8.
func defaultRouteInterface() (*net.Interface, error) {
	table, err := os.ReadFile("/proc/net/route")
	if err != nil {
		return nil, err
	}
	for _, line := range strings.Split(string(table), "\n") {
		fields := strings.Fields(line)
		if len(fields) > 7 && fields[1] == "00000000" && fields[7] == "00000000" {
			return net.InterfaceByName(fields[0])
		}
	}
	return nil, errors.New("Unable to find default route")
}
