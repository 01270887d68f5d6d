/**
 * Certificates: authorities, cfssl's files, issuing, inspecting. The only room that sees
 * BouncyCastle.
 */
@NullMarked
package org.flannelboard.pki;

import org.jspecify.annotations.NullMarked;
