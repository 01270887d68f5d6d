package main

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"net"
	"regexp"
	"strconv"
)

// ipv4 is an address as a number, so that subnets can be counted through.
type ipv4 uint32

func toIPv4(ip net.IP) ipv4 { return ipv4(binary.BigEndian.Uint32(ip.To4())) }
func (a ipv4) String() string {
	return net.IPv4(byte(a>>24), byte(a>>16), byte(a>>8), byte(a)).String()
}
func (a ipv4) mask(len int) ipv4 { return a & ipv4(^uint32(0)<<(32-len)) }

func (a ipv4) MarshalJSON() ([]byte, error) { return json.Marshal(a.String()) }
func (a *ipv4) UnmarshalJSON(text []byte) error {
	var s string
	if err := json.Unmarshal(text, &s); err != nil {
		return err
	}
	ip := net.ParseIP(s)
	if ip.To4() == nil {
		return fmt.Errorf("error parsing IPv4 address: %q", s)
	}
	*a = toIPv4(ip)
	return nil
}

// cidr is a network; the zero value stands for none.
type cidr struct {
	ip     ipv4
	length int
}

func (c cidr) empty() bool          { return c == cidr{} }
func (c cidr) size() uint64         { return uint64(1) << (32 - c.length) }
func (c cidr) contains(a ipv4) bool { return a.mask(c.length) == c.ip.mask(c.length) }
func (c cidr) overlaps(o cidr) bool { return c.contains(o.ip) || o.contains(c.ip) }
func (c cidr) String() string       { return fmt.Sprintf("%s/%d", c.ip, c.length) }

// key is the subnet's name in etcd: 10.253.36.0-24.
func (c cidr) key() string { return fmt.Sprintf("%s-%d", c.ip, c.length) }

func parseCIDR(text string) (cidr, error) {
	_, network, err := net.ParseCIDR(text)
	if err != nil {
		return cidr{}, err
	}
	if network.IP.To4() == nil {
		return cidr{}, fmt.Errorf("not an IPv4 network: %s", text)
	}
	length, _ := network.Mask.Size()
	return cidr{toIPv4(network.IP), length}, nil
}

func (c *cidr) UnmarshalJSON(text []byte) error {
	var s string
	if err := json.Unmarshal(text, &s); err != nil {
		return err
	}
	parsed, err := parseCIDR(s)
	*c = parsed
	return err
}

var subnetKey = regexp.MustCompile(`(\d+\.\d+\.\d+\.\d+)-(\d+)$`)

func parseSubnetKey(key string) (cidr, bool) {
	match := subnetKey.FindStringSubmatch(key)
	if match == nil {
		return cidr{}, false
	}
	ip := net.ParseIP(match[1])
	length, err := strconv.Atoi(match[2])
	if ip == nil || err != nil || length > 32 {
		return cidr{}, false
	}
	return cidr{toIPv4(ip), length}, true
}
