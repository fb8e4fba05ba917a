package ai.eigi.webhook;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.List;

import ai.eigi.client.error.EigiConfigurationException;
import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;

/**
 * The addresses that deliveries may come from. Knows addresses only: no name is ever
 * resolved, neither one of the configuration nor one that a sender put into a header.
 */
final class AllowedAddresses {

	private static final String PROPERTY = "eigi.webhook.allowed-addresses";

	private final List<IpSubnetFilterRule> rules;

	private AllowedAddresses(List<IpSubnetFilterRule> rules) {
		this.rules = rules;
	}

	/**
	 * Parse addresses and networks.
	 * @param addresses such as {@code 203.0.113.7}, {@code 203.0.113.0/24} or
	 * {@code 2001:db8::/32}; none for all
	 * @return the addresses
	 * @throws EigiConfigurationException if one cannot be parsed
	 */
	static AllowedAddresses of(Collection<String> addresses) {
		return new AllowedAddresses(addresses.stream().map(AllowedAddresses::rule).toList());
	}

	private static IpSubnetFilterRule rule(String network) {
		int slash = network.indexOf('/');
		InetAddress address = parse((slash < 0) ? network : network.substring(0, slash));
		if (address == null) {
			throw malformed(network);
		}
		try {
			int prefix = (slash < 0) ? address.getAddress().length * 8 : Integer.parseInt(network.substring(slash + 1));
			return new IpSubnetFilterRule(address, prefix, IpFilterRuleType.ACCEPT);
		}
		catch (IllegalArgumentException ex) {
			throw malformed(network);
		}
	}

	private static EigiConfigurationException malformed(String network) {
		return new EigiConfigurationException(PROPERTY,
				"\"" + network + "\" is neither an IP address nor a network (eigi.webhook.allowed-addresses).",
				"Write addresses such as 203.0.113.7 or 2001:db8::7 and networks such as 203.0.113.0/24 or "
						+ "2001:db8::/32. Names are not resolved. Leave the list empty to allow all.");
	}

	/**
	 * Whether deliveries may come from an address.
	 * @param address the address as text, or {@code null} if it is not known
	 * @return whether they may
	 */
	boolean contain(@Nullable String address) {
		if (this.rules.isEmpty()) {
			return true;
		}
		InetAddress parsed = (address != null) ? parse(address) : null;
		if (parsed == null) {
			return false;
		}
		InetSocketAddress source = new InetSocketAddress(parsed, 0);
		return this.rules.stream().anyMatch((rule) -> rule.matches(source));
	}

	private static @Nullable InetAddress parse(String address) {
		byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
		try {
			return (bytes != null) ? InetAddress.getByAddress(bytes) : null;
		}
		catch (UnknownHostException ex) {
			return null;
		}
	}

}
