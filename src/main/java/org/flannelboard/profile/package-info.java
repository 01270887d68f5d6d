/**
 * Profiles and settings on this machine: the stored form of {@code cluster.yaml}, read strictly and
 * written atomically, the import of {@code env.sh}, and the folders they live in.
 */
@NullMarked
package org.flannelboard.profile;

import org.jspecify.annotations.NullMarked;
