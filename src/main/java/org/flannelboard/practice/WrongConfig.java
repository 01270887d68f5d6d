package org.flannelboard.practice;

import org.flannelboard.base.Cidr;

/** Network configurations with which flanneld v0.10.0 does not start, or not as it should. */
public enum WrongConfig {
  /** A comma too many. */
  MALFORMED("{\"Network\":\"10.253.0.0/16\",\"SubnetLen\":24,\"Backend\":{\"Type\":\"vxlan\"},}"),
  /** Two subnets, where flannel wants four. */
  TOO_SMALL("{\"Network\":\"10.253.0.0/23\",\"SubnetLen\":24,\"Backend\":{\"Type\":\"vxlan\"}}"),
  /** A backend that nobody knows. */
  UNKNOWN_BACKEND(
      "{\"Network\":\"10.253.0.0/16\",\"SubnetLen\":24,\"Backend\":{\"Type\":\"vxlann\"}}"),
  /** No backend, which means udp. */
  UDP_BACKEND("{\"Network\":\"10.253.0.0/16\",\"SubnetLen\":24}"),
  /** One subnet for all, and it is taken. */
  NO_SUBNETS(
      "{\"Network\":\"10.253.0.0/16\",\"SubnetLen\":24,\"SubnetMin\":\"%1$s\",\"SubnetMax\":\"%1$s\","
          + "\"Backend\":{\"Type\":\"vxlan\"}}");

  private final String text;

  WrongConfig(String text) {
    this.text = text;
  }

  /**
   * The configuration as it stands in etcd.
   *
   * @param taken a subnet that somebody has
   */
  String text(Cidr taken) {
    return text.formatted(taken.network());
  }
}
