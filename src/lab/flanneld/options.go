package main

import (
	"flag"
	"fmt"
	"os"
	"strings"
)

// options are flannel v0.10.0's flags; a flag not given is read from FLANNELD_<FLAG> in the environment.
type options struct {
	set *flag.FlagSet

	etcdEndpoints, etcdPrefix                    string
	etcdCAFile, etcdCertFile, etcdKeyFile        string
	etcdUsername, etcdPassword                   string
	ifaces, ifaceRegexes                         repeated
	publicIP, subnetFile, healthzIP              string
	renewMarginMinutes, healthzPort, verbosity   int
	ipMasq, version                              bool
	kubeSubnetMgr                                bool
	kubeAPIURL, kubeConfigFile, vmodule, traceAt string
}

// repeated is a flag that may be given several times.
type repeated []string

func (r *repeated) String() string         { return fmt.Sprintf("%v", *r) }
func (r *repeated) Set(value string) error { *r = append(*r, value); return nil }

func parseOptions(args []string) *options {
	o := &options{set: flag.NewFlagSet("flannel", flag.ExitOnError)}
	f := o.set
	f.StringVar(&o.etcdEndpoints, "etcd-endpoints", "http://127.0.0.1:4001,http://127.0.0.1:2379", "a comma-delimited list of etcd endpoints")
	f.StringVar(&o.etcdPrefix, "etcd-prefix", "/coreos.com/network", "the directory of flannel's keys")
	f.StringVar(&o.etcdKeyFile, "etcd-keyfile", "", "key of the client certificate for etcd")
	f.StringVar(&o.etcdCertFile, "etcd-certfile", "", "client certificate for etcd")
	f.StringVar(&o.etcdCAFile, "etcd-cafile", "", "CA certificate that etcd's must descend from")
	f.StringVar(&o.etcdUsername, "etcd-username", "", "user name for etcd")
	f.StringVar(&o.etcdPassword, "etcd-password", "", "password for etcd")
	f.Var(&o.ifaces, "iface", "interface (name or IP) to the other nodes; the first that matches of several")
	f.Var(&o.ifaceRegexes, "iface-regex", "regular expression for the interface, tried after -iface")
	f.StringVar(&o.subnetFile, "subnet-file", "/run/flannel/subnet.env", "where the leased subnet and its MTU are written")
	f.StringVar(&o.publicIP, "public-ip", "", "the address other nodes reach this one by")
	f.IntVar(&o.renewMarginMinutes, "subnet-lease-renew-margin", 60, "minutes before its end at which the lease is renewed, 1 to 1439")
	f.BoolVar(&o.ipMasq, "ip-masq", false, "masquerade traffic that leaves the overlay network")
	f.BoolVar(&o.kubeSubnetMgr, "kube-subnet-mgr", false, "not part of the stand-in")
	f.StringVar(&o.kubeAPIURL, "kube-api-url", "", "not part of the stand-in")
	f.StringVar(&o.kubeConfigFile, "kubeconfig-file", "", "not part of the stand-in")
	f.BoolVar(&o.version, "version", false, "print the version and exit")
	f.StringVar(&o.healthzIP, "healthz-ip", "0.0.0.0", "address of the health endpoint")
	f.IntVar(&o.healthzPort, "healthz-port", 0, "port of the health endpoint, 0 for none")
	f.IntVar(&o.verbosity, "v", 0, "accepted, without effect")
	f.StringVar(&o.vmodule, "vmodule", "", "accepted, without effect")
	f.StringVar(&o.traceAt, "log_backtrace_at", "", "accepted, without effect")
	f.Usage = func() {
		fmt.Fprintf(os.Stderr, "Usage: %s [OPTION]...\n", os.Args[0])
		f.PrintDefaults()
		os.Exit(0)
	}
	f.Parse(args) // ExitOnError: does not return an error
	return o
}

// fromEnvironment fills the flags that the command line left out.
func (o *options) fromEnvironment() {
	given := map[string]bool{}
	o.set.Visit(func(f *flag.Flag) { given[f.Name] = true })
	o.set.VisitAll(func(f *flag.Flag) {
		name := "FLANNELD_" + strings.ToUpper(strings.ReplaceAll(f.Name, "-", "_"))
		if value := os.Getenv(name); value != "" && !given[f.Name] {
			if err := o.set.Set(f.Name, value); err != nil {
				fatalf("invalid value %q for %s: %v", value, name, err)
			}
		}
	})
	if o.kubeSubnetMgr {
		fatalf("Failed to create SubnetManager: kube-subnet-mgr is not part of this stand-in")
	}
}
