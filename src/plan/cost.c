/* cost: associations by the hour, connections by the hour, public addresses by the hour (AWS
 * VPN pricing; AWS Client VPN Administrator Guide, "What is AWS Client VPN?"). */
#include "plan/cost.h"

CvpnPlanCost
cvpn_plan_cost (const CvpnPlanPrices *prices, guint associations, double connection_hours)
{
    const double association_hours = (double) associations * CVPN_PLAN_MONTH_HOURS;
    CvpnPlanCost cost = {
        .associations = association_hours * prices->association_hour,
        .connections = connection_hours * prices->connection_hour,
        .public_addresses = association_hours * prices->public_address_hour,
    };

    cost.total = cost.associations + cost.connections + cost.public_addresses;
    return cost;
}
