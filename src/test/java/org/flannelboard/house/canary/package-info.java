/**
 * A small house with every fault in it: each class breaks the rule it names, and a test sees to it
 * that the rule notices.
 */
package org.flannelboard.house.canary;
