// The tests of the services once more, on PostgreSQL and Redis: where a test does not look into its host, on two
// replicas of which every call goes to the other one.

using Showcase.Tests.BatchJobs;
using Showcase.Tests.Chat;
using Showcase.Tests.Collaboration;
using Showcase.Tests.Events;
using Showcase.Tests.Game;
using Showcase.Tests.Observability;
using Showcase.Tests.Orders;
using Showcase.Tests.Support;
using Showcase.Tests.Uploads;
using Showcase.Tests.Users;

namespace Showcase.Tests.Replicas;

[OnServers(Replicas = 2)]
public sealed class UserServiceOnServersTests(RunningShowcase showcase) : UserServiceTests(showcase);

[OnServers(Replicas = 2)]
public sealed class EventServiceOnServersTests(RunningShowcase showcase) : EventServiceTests(showcase);

[OnServers(Replicas = 2)]
public sealed class ChatServiceOnServersTests(RunningShowcase showcase) : ChatServiceTests(showcase);

[OnServers(Replicas = 2)]
public sealed class CollaborationServiceOnServersTests(RunningShowcase showcase) : CollaborationServiceTests(showcase);

[OnServers(Replicas = 2)]
public sealed class BatchJobOnServersTests(RunningShowcase showcase) : BatchJobTests(showcase);

[OnServers(Replicas = 2)]
public sealed class UploadServiceOnServersTests(RunningShowcase showcase) : UploadServiceTests(showcase);

[OnServers(Replicas = 2)]
public sealed class GameOnServersTests(RunningShowcase showcase) : GameTests(showcase);

[OnServers]
public sealed class OrderServiceOnServersTests(RunningShowcase showcase) : OrderServiceTests(showcase);

[OnServers]
public sealed class HealthOnServersTests(RunningShowcase showcase) : HealthTests(showcase);
