const OWNER = `
  fragment Owner on CompassComponent {
    id
    name
    ownerId
  }
`;

export const COMPONENT = `
  query Component($id: ID!, $withEvents: Boolean!) {
    compass {
      component(id: $id) {
        ... on CompassComponent {
          ...Owner
          events @include(if: $withEvents) {
            __typename
          }
        }
      }
    }
  }
  ${OWNER}
`;

export const RECORD = `
  mutation Record($input: CompassCreateEventInput!) {
    compass {
      createCompassEvent(input: $input) {
        success
      }
    }
  }
`;

export const TEAMS = `
  query Teams($organization: ID!, $site: String!) {
    team {
      teamSearchV2(organizationId: $organization, siteId: $site) {
        nodes {
          team {
            displayName
          }
        }
      }
    }
  }
`;
