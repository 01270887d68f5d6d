package main

import (
	"strings"
	"testing"
)

func TestConfigFillsWhatIsLeftOut(t *testing.T) {
	cases := []struct{ text, min, max, backend string }{
		{`{"Network":"10.253.0.0/16","SubnetLen":24,"Backend":{"Type":"vxlan"}}`, "10.253.1.0/24", "10.253.255.0/24", "vxlan"},
		{`{"Network":"10.253.0.0/16"}`, "10.253.1.0/24", "10.253.255.0/24", "udp"},
		{`{"Network":"10.9.0.0/24","Backend":{"Type":"vxlan"}}`, "10.9.0.64/26", "10.9.0.192/26", "vxlan"},
		{`{"Network":"10.0.0.0/8","SubnetLen":20,"SubnetMin":"10.10.0.0","SubnetMax":"10.99.0.0"}`, "10.10.0.0/20", "10.99.0.0/20", "udp"},
	}
	for _, c := range cases {
		config, err := parseConfig(c.text)
		if err != nil {
			t.Errorf("%s: %v", c.text, err)
			continue
		}
		min, max := cidr{config.SubnetMin, config.SubnetLen}, cidr{config.SubnetMax, config.SubnetLen}
		if min.String() != c.min || max.String() != c.max || config.backendType != c.backend {
			t.Errorf("%s: %s to %s, %s", c.text, min, max, config.backendType)
		}
	}
}

func TestConfigIsRefusedInFlannelsWords(t *testing.T) {
	cases := map[string]string{
		`{"Network":"10.253.0.0/16","SubnetLen":17}`:              "Network must be able to accommodate at least four subnets",
		`{"Network":"10.253.0.0/16","SubnetLen":31}`:              "SubnetLen must be less than /31",
		`{"Network":"10.253.0.0/29"}`:                             "Network is too small. Minimum useful network prefix is /28",
		`{"Network":"10.253.0.0/16","SubnetMin":"10.8.1.0"}`:      "SubnetMin is not in the range of the Network",
		`{"Network":"10.253.0.0/16","SubnetMax":"10.254.1.0"}`:    "SubnetMax is not in the range of the Network",
		`{"Network":"10.253.0.0/16","SubnetMin":"10.253.1.5"}`:    "SubnetMin is not on a SubnetLen boundary: 10.253.1.5",
		`{"Network":"10.253.0.0/16"}}`:                            "invalid character '}' after top-level value",
		`{"Network":"10.253.0.0/16","Backend":"vxlan"}`:           "error decoding Backend property of config",
		`{"Network":"10.253.0.0","Backend":{"Type":"vxlan"}}`:     "invalid CIDR address: 10.253.0.0",
		`{"Network":"10.253.0.0/16","SubnetMin":"10.253.1.0/24"}`: `error parsing IPv4 address: "10.253.1.0/24"`,
	}
	for text, want := range cases {
		if _, err := parseConfig(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, not %q", text, err, want)
		}
	}
}

func TestSubnetIsChosenAmongTheFree(t *testing.T) {
	config, err := parseConfig(`{"Network":"10.253.0.0/16","SubnetMin":"10.253.1.0","SubnetMax":"10.253.3.0"}`)
	if err != nil {
		t.Fatal(err)
	}
	leased := func(texts ...string) (all []lease) {
		for _, text := range texts {
			subnet, err := parseCIDR(text)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, lease{subnet: subnet})
		}
		return all
	}
	holder := &leaseHolder{}
	if got, err := holder.choose(config, leased("10.253.1.0/24", "10.253.3.0/24")); err != nil || got.key() != "10.253.2.0-24" {
		t.Errorf("the only free one: %v, %v", got, err)
	}
	if got, err := holder.choose(config, leased("10.253.0.0/22")); err == nil || err.Error() != "out of subnets" {
		t.Errorf("none free: %v, %v", got, err)
	}
	holder.previous, _ = parseCIDR("10.253.3.1/24")
	if got, err := holder.choose(config, nil); err != nil || got.String() != "10.253.3.0/24" {
		t.Errorf("the previous one: %v, %v", got, err)
	}
	holder.previous, _ = parseCIDR("10.254.3.1/24")
	if got, err := holder.choose(config, nil); err != nil || !config.allows(got) {
		t.Errorf("a previous one outside the network: %v, %v", got, err)
	}
}
